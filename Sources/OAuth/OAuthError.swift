import Model
import Storage

/// Why a request of the protocol was not granted: the one catalogue of what clients are told.
public struct OAuthError: Error, Sendable, Equatable {
  /// The codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 7009 §2.2.1 and RFC 8628 §3.5.
  public enum Code: String, Sendable, CaseIterable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case unauthorizedClient = "unauthorized_client"
    case unsupportedGrantType = "unsupported_grant_type"
    case unsupportedResponseType = "unsupported_response_type"
    case unsupportedTokenType = "unsupported_token_type"
    case invalidScope = "invalid_scope"
    case invalidToken = "invalid_token"
    case insufficientScope = "insufficient_scope"
    case accessDenied = "access_denied"
    case authorizationPending = "authorization_pending"
    case slowDown = "slow_down"
    case expiredToken = "expired_token"
    case temporarilyUnavailable = "temporarily_unavailable"
    case serverError = "server_error"
  }

  /// What went wrong, for programs.
  public let code: Code
  /// What went wrong and what to do, for whoever writes the client: printable ASCII without quotation marks and back
  /// slashes (RFC 6749 §5.2), and never anything secret.
  public let description: String
  /// What the database said, for the log; nothing when the request itself was wrong.
  public let cause: StorageError?
  /// Whether what was shown had been used before, so that all tokens of its authorization have ended.
  public var isReplay = false
  /// What the audit log is to say of it: set where somebody was not let in, not where a request was merely wrong.
  public var audit: AuditRecord?

  /// An error; characters that the protocol does not allow in a description are left out.
  public init(_ code: Code, _ description: String, cause: StorageError? = nil) {
    self.code = code
    self.cause = cause
    self.description =
      description.utf8.allSatisfy(Self.isAllowed)
      ? description : String(decoding: description.utf8.filter(Self.isAllowed), as: UTF8.self)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool { 0x20...0x7E ~= byte && byte != 0x22 && byte != 0x5C }

  /// The database could not be asked or written: nothing was done, and the request may be repeated.
  public init(_ cause: StorageError) {
    self.init(.temporarilyUnavailable, "The server cannot do this at the moment. Try again shortly.", cause: cause)
  }

  /// The same, told of what had been used before: the client learns no more of it.
  var replayed: OAuthError {
    var error = self
    error.isReplay = true
    return error
  }

  /// The status of a direct answer (RFC 6749 §5.2, RFC 6750 §3.1).
  public var status: Int {
    switch code {
    case .invalidClient, .invalidToken: 401
    case .insufficientScope: 403
    case .serverError: 500
    case .temporarilyUnavailable: 503
    default: 400
    }
  }
}

/// Runs a verb of storage; what fails there is a server that is not available for a moment.
func stored<Value>(_ verb: () throws(StorageError) -> Value) throws(OAuthError) -> Value {
  do throws(StorageError) { return try verb() } catch { throw OAuthError(error) }
}
