import Model
import Storage

extension JSON {
  /// Somebody with an account.
  static func user(_ user: User) -> JSON {
    .object([
      ("id", .integer(user.id.rawValue)), ("email", .string(user.email.text)), ("username", .text(user.username?.text)),
      ("role", .string(user.role.rawValue)), ("active", .boolean(user.isActive)),
      ("disabled_at", .moment(user.disabledAt)), ("created_at", .moment(user.createdAt)),
      ("last_seen_at", .moment(user.lastSeenAt)),
    ])
  }

  /// The same, with what hangs on the account.
  static func user(_ user: User, with holdings: Holdings) -> JSON {
    guard case .object(let members) = Self.user(user) else { return Self.user(user) }
    let counts: KeyValuePairs = [
      "applications": holdings.applications, "personal_tokens": holdings.personalTokens,
      "authorized_applications": holdings.grants, "application_tokens": holdings.heldTokens,
      "browser_sessions": holdings.sessions,
    ]
    return .object(members + counts.map { (name: $0, value: .integer(Int64($1))) })
  }

  /// A registered application; its secret only when it was just made.
  static func application(_ client: Client, of owner: User, secret: String? = nil) -> JSON {
    var members: [(name: String, value: JSON)] = [("client_id", .string(client.clientID.text))]
    if let secret { members.append(("client_secret", .string(secret))) }
    members += [
      ("name", .string(client.profile.name.text)), ("description", .string(client.profile.description)),
      ("website", .string(client.profile.website.text)),
      ("redirect_uris", .texts(client.profile.redirectURIs.map(\.text))),
      ("type", .string(client.profile.type.rawValue)), ("owner_id", .integer(client.ownerID.rawValue)),
      ("owner", .string(owner.label)),
      ("secrets", .array(client.secrets.map(Self.secret))), ("disabled_at", .moment(client.disabledAt)),
      ("created_at", .moment(client.createdAt)), ("last_used_at", .moment(client.lastUsedAt)),
    ]
    return .object(members)
  }

  /// What is known of a personal access token; the token itself only when it was just made.
  static func token(_ token: PersonalToken, secret: String? = nil) -> JSON {
    var members: [(name: String, value: JSON)] = [("id", .integer(token.id.rawValue))]
    if let secret { members.append(("token", .string(secret))) }
    members += [
      ("name", .string(token.name.text)), ("user_id", .integer(token.userID.rawValue)),
      ("scopes", .texts(token.scopes)),
      ("internal", .boolean(token.isInternal)), ("last_four", .string(token.lastFour)),
      ("created_at", .moment(token.createdAt)), ("expires_at", .moment(token.expiresAt)),
      ("last_used_at", .moment(token.lastUsedAt)),
    ]
    return .object(members)
  }

  /// An application that somebody let in.
  static func authorized(_ application: AuthorizedApplication) -> JSON {
    .object([
      ("client_id", .string(application.clientID.text)), ("name", .string(application.name.text)),
      ("description", .string(application.description)), ("website", .string(application.website.text)),
      ("owner", .string(application.ownerLabel)), ("user_id", .integer(application.userID.rawValue)),
      ("scopes", .texts(application.scopes)), ("created_at", .moment(application.createdAt)),
      ("last_used_at", .moment(application.lastUsedAt)),
    ])
  }

  /// A scope.
  static func scope(_ scope: Scope) -> JSON {
    .object([
      ("id", .string(scope.id)), ("description", .string(scope.help)), ("group", .string(scope.group)),
      ("internal", .boolean(scope.isInternal)),
    ])
  }

  /// The same object, with how much its end cut off.
  func cuttingOff(_ counts: KeyValuePairs<String, Int>) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [("cut_off", .object(counts.map { (name: $0, value: .integer(Int64($1))) }))])
  }

  private static func secret(_ secret: ClientSecret) -> JSON {
    .object([
      ("last_four", .string(secret.lastFour)), ("created_at", .moment(secret.createdAt)),
      ("expires_at", .moment(secret.expiresAt)), ("last_used_at", .moment(secret.lastUsedAt)),
    ])
  }
}
