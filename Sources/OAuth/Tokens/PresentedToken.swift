import Cryptography
import FoundationEssentials
import Model
import Storage

/// A bearer token as it came with a request (RFC 6750 §2), not yet looked up.
public struct PresentedToken: Sendable {
  /// What came, as it came.
  public let text: String

  /// Finds the one token of a request.
  ///
  /// - Parameters:
  ///   - authorization: the `Authorization` header.
  ///   - body: `access_token` of a form that was posted.
  ///   - query: `access_token` of the query; nothing where the house does not accept it there.
  /// - Returns: nothing when no token came.
  /// - Throws: `invalid_request` when one came in two ways at once.
  public init?(authorization: String?, body: String?, query: String?) throws(OAuthError) {
    let header = try authorization.flatMap { (header: String) throws(OAuthError) in try Self.bearer(header) }
    switch (header, body, query) {
    case (nil, nil, nil): return nil
    case (let text?, nil, nil), (nil, let text?, nil), (nil, nil, let text?): self.text = text
    default: throw OAuthError(.invalidRequest, "Send the token in one way, not in several.")
    }
  }

  /// The access token of a form that was posted; whatever else a form holds is for its own route to judge
  /// (RFC 6750 §2.2).
  ///
  /// - Throws: `invalid_request` when the form cannot be read or has several.
  public static func text(inForm body: [UInt8]) throws(OAuthError) -> String? {
    let form: FormParameters
    do throws(FormProblem) { form = try FormParameters(body) } catch {
      throw OAuthError(.invalidRequest, error.sentence)
    }
    let tokens = form.all.filter { $0.name == "access_token" && !$0.value.isEmpty }
    guard tokens.count <= 1 else { throw OAuthError(.invalidRequest, "Send the token once.") }
    return tokens.first?.value
  }

  /// The token of a header of the scheme Bearer; nothing for another scheme.
  private static func bearer(_ header: String) throws(OAuthError) -> String? {
    guard let token = header.credentials(of: "bearer") else { return nil }
    guard !token.isEmpty, !token.utf8.contains(UInt8(ascii: " ")) else {
      throw OAuthError(.invalidRequest, "Write the header as: Authorization: Bearer TOKEN.")
    }
    return token
  }

  /// The digest, if the text is an access or a personal token by its form; a token of another kind, or a digest that
  /// somebody read in the database, is none (each prefix is accepted in its own place only).
  var digest: [UInt8]? {
    (MachineSecret(.accessToken, presented: text) ?? MachineSecret(.personalToken, presented: text))?.digest
  }
}

extension AuthorizationServer {
  /// What a presented token stands for.
  ///
  /// - Throws: `invalid_token`, whatever is wrong with it.
  public func verify(_ token: PresentedToken, reading store: Store) throws(OAuthError) -> BearerToken {
    let now = now
    guard let digest = token.digest else { throw Self.deadToken }
    let found = try stored { () throws(StorageError) in try store.bearer(digest, at: now) }
    guard let found, found.kind != .refresh else { throw Self.deadToken }
    return found
  }

  private static let deadToken = OAuthError(.invalidToken, "The token is unknown, expired or revoked.")

  /// Makes sure that a token has scopes.
  ///
  /// - Throws: `insufficient_scope`.
  public func require(_ scopes: [String], of token: BearerToken) throws(OAuthError) {
    guard scopes.allSatisfy(token.scopes.contains) else {
      throw OAuthError(.insufficientScope, "The token needs the scope \(scopes.joined(separator: " ")).")
    }
  }
}
