import Cryptography
import Model

/// How a client says who it is, in one of the ways of RFC 6749 §2.3.
public struct ClientCredentials: Sendable {
  /// The ways there are, by the names of RFC 7591 §2.
  public enum Method: String, Sendable, CaseIterable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    case none
  }

  /// Which way was taken.
  public let method: Method
  /// The client's id.
  public let clientID: ClientID
  /// The secret, if one came.
  public let secret: String?

  /// Credentials by themselves.
  public init(method: Method, clientID: ClientID, secret: String?) {
    self.method = method
    self.clientID = clientID
    self.secret = secret
  }

  /// Reads credentials from a request.
  ///
  /// - Parameters:
  ///   - authorization: the `Authorization` header, if one came.
  ///   - parameters: those of the body.
  /// - Throws: `invalid_request` when two ways were taken at once, `invalid_client` when none was.
  public init(authorization: String?, parameters: ProtocolParameters) throws(OAuthError) {
    let id = parameters["client_id"]
    let secret = parameters["client_secret"]
    guard let authorization else {
      guard let id else {
        throw OAuthError(.invalidClient, "Say who you are: client_id and client_secret are missing.")
      }
      self.init(method: secret == nil ? .none : .post, clientID: ClientID(id), secret: secret)
      return
    }
    guard secret == nil else {
      throw OAuthError(.invalidRequest, "Authenticate in one way: in the header or in the body, not in both.")
    }
    let (name, password) = try Self.basic(authorization)
    guard id == nil || id == name else {
      throw OAuthError(.invalidRequest, "The client_id of the body is not the one of the Authorization header.")
    }
    // A secret that is empty is none (§2.3.1): so do libraries send a public client's id.
    self.init(
      method: password.isEmpty ? .none : .basic, clientID: ClientID(name), secret: password.isEmpty ? nil : password)
  }

  /// Takes a Basic header apart (RFC 7617); id and secret are form-encoded in it (RFC 6749 §2.3.1).
  private static func basic(_ header: String) throws(OAuthError) -> (String, String) {
    guard let rest = header.credentials(of: "basic"), let bytes = Base64.decodePadded(rest),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let name = try? FormParameters.decode(bytes[..<colon]),
      let password = try? FormParameters.decode(bytes[(colon + 1)...]), !name.isEmpty
    else {
      throw OAuthError(.invalidClient, "Authenticate with the scheme Basic or with client_secret in the body.")
    }
    return (name, password)
  }
}
