import Model
import Storage

extension AuthorizationServer {
  /// The client must be registered and neither it nor its owner disabled.
  func checkClient(
    _ parameters: ProtocolParameters, reading store: Store
  ) throws(AuthorizationRefusal) -> (Client, owner: User, users: Int) {
    guard let id = parameters["client_id"] else {
      throw .page(OAuthError(.invalidRequest, "The link that brought you here names no application (client_id)."))
    }
    let now = now
    let found: (client: Client, owner: User, users: Int)?
    do throws(StorageError) {
      found = try store.consentView(ofClient: ClientID(id), at: now)
    } catch {
      throw .page(OAuthError(error))
    }
    guard let found, found.client.disabledAt == nil, found.owner.isActive else {
      throw .page(OAuthError(.invalidRequest, "The application that brought you here is not registered (client_id)."))
    }
    return (found.client, found.owner, found.users)
  }

  /// The redirect URI must be registered, byte for byte; a client with one need not say it (RFC 6749 §3.1.2.3).
  func checkRedirectURI(
    _ parameters: ProtocolParameters, of client: Client
  ) throws(AuthorizationRefusal) -> (RedirectURI, stated: String?) {
    let registered = client.profile.redirectURIs
    guard let text = parameters["redirect_uri"] else {
      guard registered.count == 1, let only = registered.first else {
        throw .page(OAuthError(.invalidRequest, "The application has several addresses and named none (redirect_uri)."))
      }
      return (only, nil)
    }
    let stated = RedirectURI(stored: text)
    guard registered.contains(where: { $0.admits(stated) }) else {
      throw .page(
        OAuthError(
          .invalidRequest, "The application asked to answer to an address it has not registered (redirect_uri)."))
    }
    return (stated, text)
  }

  /// The response type must be one that the house allows.
  func checkResponseType(_ parameters: ProtocolParameters) throws(OAuthError) -> ResponseType {
    let name = try parameters.required("response_type")
    guard let type = ResponseType(rawValue: name), isOffered(type) else {
      throw OAuthError(.unsupportedResponseType, "This response_type is not available here.")
    }
    return type
  }

  /// Whether the house gives such answers; codes only where they can be redeemed.
  func isOffered(_ type: ResponseType) -> Bool {
    settings.responseTypes.contains(type) && (type != .code || settings.grantTypes.contains(.authorizationCode))
  }

  /// Answers go where their type says; nothing else is offered (OAuth 2.0 Multiple Response Types §2.1).
  func checkResponseMode(_ parameters: ProtocolParameters, of type: ResponseType) throws(OAuthError) {
    guard let mode = parameters["response_mode"], mode != type.mode else { return }
    throw OAuthError(.invalidRequest, "This response_mode is not available here.")
  }

  /// The challenge must be by S256, and there where the house demands one (RFC 7636 §4.4.1).
  func checkProofKey(
    _ parameters: ProtocolParameters, of client: Client, _ type: ResponseType
  ) throws(OAuthError) -> String? {
    guard let challenge = parameters["code_challenge"] else {
      let isRequired =
        type == .code && (settings.pkce == .always || settings.pkce == .public && client.profile.type == .public)
      guard !isRequired, parameters["code_challenge_method"] == nil else {
        throw OAuthError(.invalidRequest, "The parameter code_challenge is missing (PKCE, method S256).")
      }
      return nil
    }
    guard type == .code else {
      throw OAuthError(.invalidRequest, "A code_challenge goes with response_type=code only.")
    }
    // Without a method it would be `plain` (§4.3), which is not accepted.
    guard parameters["code_challenge_method"] == ProofKey.method else {
      throw OAuthError(.invalidRequest, "The only code_challenge_method is S256.")
    }
    guard ProofKey.isChallenge(challenge) else {
      throw OAuthError(.invalidRequest, "The code_challenge must be 43 characters of base64url.")
    }
    return challenge
  }

  /// Whether the client wants the user to be asked again; it cannot want them not to be asked.
  func checkPrompt(_ parameters: ProtocolParameters) throws(OAuthError) -> Bool {
    switch parameters["prompt"] {
    case nil: return false
    case "consent": return true
    default: throw OAuthError(.invalidRequest, "The only prompt is consent.")
    }
  }
}

extension ResponseType {
  /// Where its answers stand, by the names of OAuth 2.0 Multiple Response Types §2.1.
  var mode: String { self == .code ? "query" : "fragment" }
}
