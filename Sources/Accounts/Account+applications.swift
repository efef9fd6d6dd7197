import Cryptography
import FoundationEssentials
import Model
import Storage

/// A client and, when one was just made, its secret: the only moment at which it can be shown.
public struct Registration: Sendable {
  /// The client as it stands now.
  public let client: Client
  /// The new secret, if one was made.
  public let secret: MachineSecret?
}

/// How long the old secret lives on after a reset, so that an application can be moved to the new one without downtime.
public enum OldSecret: Int, Sendable, CaseIterable {
  /// It ends at once.
  case endsNow = 0
  /// It ends after a day.
  case livesOneDay = 1
  /// It ends after seven days.
  case livesSevenDays = 7
}

extension Account {
  /// A page of the applications that this user registered.
  public func applications(
    _ query: ListQuery<ApplicationOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<Client>] {
    try perform { () throws(StorageError) in try store.clients(ownedBy: user.id, query, at: anchor, limit: limit) }
  }

  /// How many applications the query finds; with `before`, how many come before that place.
  public func countApplications(
    _ query: ListQuery<ApplicationOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in try store.countClients(ownedBy: user.id, query, before: place) }
  }

  /// One application. Somebody else's is not found.
  public func application(_ id: ClientID) throws(AccountError) -> Client {
    let now = now
    let found = try perform { () throws(StorageError) in try store.client(id, ownedBy: user.id, at: now) }
    guard let found else { throw .notFound(.application(id.text)) }
    return found
  }

  /// How many users and live tokens deleting an application cuts off; with `cap`, counting stops there.
  public func impact(ofApplication id: ClientID, cap: Int? = nil) throws(AccountError) -> Impact {
    _ = try application(id)
    let now = now
    return try storage { () throws(StorageError) in try store.impact(ofClient: id, at: now, cap: cap) }
  }

  /// Registers an application; a confidential one gets a secret.
  public func registerApplication(_ draft: ClientDraft) throws(AccountError) -> Registration {
    try requireOwner(to: "register an application of theirs")
    let profile = try valid { () throws(ValidationFailure) in try ClientProfile(validating: draft) }
    let random = accounts.surroundings.random
    let id = ClientID(Base62.random(length: accounts.settings.clientIDLength, random: random))
    let secret = profile.type == .confidential ? newSecret() : nil
    let audit = audit(.applicationCreate, on: profile.name.text, detail: id.text)
    let client = try perform { () throws(StorageError) in
      try store.addClient(
        profile, clientID: id, owner: user.id, secret: secret?.stored, at: audit.at, audit: audit)
    }
    return Registration(client: client, secret: secret)
  }

  /// Changes what an application says of itself. One that becomes confidential gets a secret, one that becomes public
  /// loses it.
  public func editApplication(_ id: ClientID, _ draft: ClientDraft) throws(AccountError) -> Registration {
    let profile = try valid { () throws(ValidationFailure) in try ClientProfile(validating: draft) }
    let current = try application(id)
    let secret = profile.type == .confidential && current.profile.type == .public ? newSecret() : nil
    let audit = audit(.applicationEdit, on: profile.name.text, detail: id.text)
    let client = try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.updateClient(
        id, ownedBy: user.id, profile: profile, secret: secret?.stored, at: audit.at, audit: audit)
    }
    return Registration(client: client, secret: secret)
  }

  /// Makes a new secret. The old one ends now or lives on for a time; an even older one ends now.
  public func resetSecret(of id: ClientID, keeping old: OldSecret) throws(AccountError) -> Registration {
    let current = try application(id)
    guard current.profile.type == .confidential else {
      throw .refused(
        reason: "\"\(current.profile.name)\" is a public client: it has no secret to reset. Make it confidential first."
      )
    }
    let secret = newSecret()
    let detail = old == .endsNow ? "old one ended" : "old one lives \(old.rawValue) d"
    let audit = audit(.secretReset, on: current.profile.name.text, detail: detail)
    let end = old == .endsNow ? nil : audit.at.addingTimeInterval(Double(old.rawValue) * 86_400)
    let client = try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.resetSecret(
        of: id, ownedBy: user.id, secret: secret.stored, keepOldUntil: end, at: audit.at, audit: audit)
    }
    return Registration(client: client, secret: secret)
  }

  /// Ends one of an application's two secrets at once; the other one stays, without an end.
  public func endSecret(_ secret: Identifier<ClientSecret>, of id: ClientID) throws(AccountError) -> Client {
    let current = try application(id)
    let lastFour = current.secrets.first { $0.id == secret }?.lastFour ?? String(secret.rawValue)
    let audit = audit(.secretEnd, on: current.profile.name.text, detail: "ends with \(lastFour)")
    return try perform(on: .secret(lastFour)) { () throws(StorageError) in
      try store.endSecret(secret, of: id, ownedBy: user.id, at: audit.at, audit: audit)
    }
  }

  /// Deletes an application with its tokens and grants.
  /// - Returns: what was cut off.
  @discardableResult
  public func deleteApplication(_ id: ClientID) throws(AccountError) -> Impact {
    let current = try application(id)
    let impact = try impact(ofApplication: id)
    let detail = [(impact.users, "user"), (impact.tokens, "token")].map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
    let audit = audit(.applicationDelete, on: current.profile.name.text, detail: detail.joined(separator: ", "))
    try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.deleteClient(id, ownedBy: user.id, audit: audit)
    }
    return impact
  }

  /// Revokes every token of an application; users need not let it in again.
  /// - Returns: how many live tokens ended.
  @discardableResult
  public func revokeTokens(ofApplication id: ClientID) throws(AccountError) -> Int {
    let current = try application(id)
    let audit = audit(.tokenRevoke, on: current.profile.name.text, detail: "all tokens of the application")
    return try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.revokeTokens(ofClient: id, ownedBy: user.id, at: audit.at, audit: audit)
    }
  }

  private func newSecret() -> MachineSecret {
    MachineSecret(
      .clientSecret, length: accounts.settings.clientSecretLength, random: accounts.surroundings.random)
  }
}

extension MachineSecret {
  /// What storage keeps of it.
  var stored: SecretDigest { SecretDigest(digest: digest, lastFour: lastFour) }
}
