import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// The token that an authenticated, confidential client asks about (RFC 7662); nothing when it may know nothing of it:
  /// when it is not live, or not the client's own (unless that is a resource server).
  public func introspect(
    _ request: TokenRequest, reading store: Store
  ) throws(OAuthError) -> BearerToken? {
    try requireConfidential(request)
    let client = request.client
    let text = try request.parameters.required("token")
    let now = now
    guard let secret = Self.token(presented: text) else { return nil }
    let found = try stored { () throws(StorageError) in try store.bearer(secret.digest, at: now) }
    guard let found, secret.kind == found.kind.secretKind else { return nil }
    return found.client?.id == client.id || isResource(client, for: found) ? found : nil
  }

  /// Whether a token may be shown to a client as a resource server. A refresh token is none that a resource could accept,
  /// so it must not look alive to one.
  private func isResource(_ client: ProtocolClient, for token: BearerToken) -> Bool {
    token.kind != .refresh && settings.resourceServers.contains(client.clientID)
  }

  /// Reads any kind of token.
  static func token(presented text: String) -> MachineSecret? {
    for kind in [MachineSecret.Kind.accessToken, .personalToken, .refreshToken] {
      if let secret = MachineSecret(kind, presented: text) { return secret }
    }
    return nil
  }

  /// What is told of a token; of one of which nothing may be known, `{"active": false}` and nothing more.
  public func describe(_ token: BearerToken?) -> JSON {
    guard let token else { return .object([("active", .boolean(false))]) }
    var members: [(name: String, value: JSON)] = [
      ("active", .boolean(true)), ("scope", .string(token.scopes.joined(separator: " "))),
    ]
    if let client = token.client { members.append(("client_id", .string(client.clientID.text))) }
    if let user = token.user {
      members.append(("username", .string(user.label)))
      if token.scopes.contains(Scope.userEmail.id) { members.append(("email", .string(user.email.text))) }
    }
    // A refresh token is no token of a type that could be sent to a resource (RFC 6749 §7.1).
    if token.kind != .refresh { members.append(("token_type", .string("Bearer"))) }
    if let end = token.expiresAt { members.append(("exp", .integer(Int64(end.timeIntervalSince1970)))) }
    members += [
      ("iat", .integer(Int64(token.createdAt.timeIntervalSince1970))),
      ("sub", .string(token.user.map { String($0.id.rawValue) } ?? token.client?.clientID.text ?? "")),
      ("iss", .string(settings.issuer.text)),
    ]
    return .object(members)
  }
}

extension BearerToken.Kind {
  fileprivate var secretKind: MachineSecret.Kind {
    switch self {
    case .access: .accessToken
    case .refresh: .refreshToken
    case .personal: .personalToken
    }
  }
}
