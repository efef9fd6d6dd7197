import Cryptography
import FoundationEssentials
import Model
import Storage

/// What somebody typed into the token form, unchecked.
public struct TokenDraft: Sendable, Equatable {
  /// The name as typed.
  public var name: String
  /// The ids of the chosen scopes.
  public var scopes: [String]
  /// The chosen expiry; fixed once the token is made.
  public var expiry: Expiry

  /// An empty form, or one that was filled in.
  public init(name: String = "", scopes: [String] = [], expiry: Expiry = .days(30)) {
    self.name = name
    self.scopes = scopes
    self.expiry = expiry
  }
}

/// A personal token that was just made, with the secret: the only moment at which it can be shown.
public struct NewToken: Sendable {
  /// What is kept of it.
  public let token: PersonalToken
  /// The token itself.
  public let secret: MachineSecret
}

extension Account {
  /// A page of this user's personal tokens; internal ones are left out.
  public func personalTokens(
    _ query: ListQuery<TokenOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<PersonalToken>] {
    try perform { () throws(StorageError) in try store.personalTokens(of: user.id, query, at: anchor, limit: limit) }
  }

  /// How many personal tokens the query finds; with `before`, how many come before that place.
  public func countPersonalTokens(
    _ query: ListQuery<TokenOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in try store.countPersonalTokens(of: user.id, query, before: place) }
  }

  /// One personal token. Somebody else's is not found, nor is an internal one except by the operator.
  public func personalToken(_ id: Identifier<Token>) throws(AccountError) -> PersonalToken {
    let found = try perform { () throws(StorageError) in try store.personalToken(id, of: user.id) }
    guard let found, isOperated || !found.isInternal else { throw .notFound(.token(String(id.rawValue))) }
    return found
  }

  /// The personal token of a name, without regard to case; the same are not found.
  public func personalToken(named name: String) throws(AccountError) -> PersonalToken {
    let found = try perform { () throws(StorageError) in
      try store.personalToken(named: PlainText.trimmed(name), of: user.id)
    }
    guard let found, isOperated || !found.isInternal else { throw .notFound(.token(name)) }
    return found
  }

  /// Makes a personal token.
  ///
  /// - Parameter isInternal: for the house's own use: it may carry internal scopes and is not listed on screens. Only
  ///   the operator can make one.
  public func createToken(_ draft: TokenDraft, isInternal: Bool = false) throws(AccountError) -> NewToken {
    guard isOperated || !isInternal else {
      throw .refused(reason: "Internal tokens are made by the operator, with \"postern token create --internal\".")
    }
    try requireOwner(to: "make a token of theirs")
    let now = now
    let checked = try check(draft, allowingInternal: isInternal, carrying: [], expiringAfter: now)
    let secret = MachineSecret(
      .personalToken, length: accounts.settings.personalTokenLength, random: accounts.surroundings.random)
    let audit = audit(.tokenCreate, on: checked.name.text, detail: checked.scopes.joined(separator: " "))
    let token = try perform { () throws(StorageError) in
      try store.addPersonalToken(
        name: checked.name, owner: user.id, scopes: checked.scopes, isInternal: isInternal, secret: secret.stored,
        expiresAt: checked.expiresAt, at: now, audit: audit)
    }
    return NewToken(token: token, secret: secret)
  }

  /// Changes a token's name and scopes. Its expiry stays: a token that lives longer than was promised is a new token.
  public func editToken(_ id: Identifier<Token>, name: String, scopes: [String]) throws(AccountError) -> PersonalToken {
    try requireOwner(to: "change what a token of theirs may do")
    let current = try personalToken(id)
    let draft = TokenDraft(name: name, scopes: scopes, expiry: .never)
    let checked = try check(
      draft, allowingInternal: current.isInternal, carrying: current.scopes, expiringAfter: now)
    let audit = audit(.tokenEdit, on: checked.name.text, detail: checked.scopes.joined(separator: " "))
    return try perform(on: .token(current.name.text)) { () throws(StorageError) in
      try store.updatePersonalToken(id, of: user.id, name: checked.name, scopes: checked.scopes, audit: audit)
    }
  }

  /// Revokes personal tokens, all or none. One that is gone already is named.
  public func revokeTokens(_ tokens: [PersonalToken]) throws(AccountError) {
    let lines = tokens.map { (id: $0.id, audit: audit(.tokenRevoke, on: $0.name.text)) }
    do throws(AccountError) {
      try perform { () throws(StorageError) in try store.deletePersonalTokens(lines, of: user.id) }
    } catch .storage(.notFound) {
      for token in tokens {
        let found = try storage { () throws(StorageError) in try store.personalToken(token.id, of: user.id) }
        if found == nil { throw .notFound(.token(token.name.text)) }
      }
      throw .storage(.notFound)
    }
  }

  /// Checks the form, every field of it.
  ///
  /// - Parameter carried: scopes that the token has already; they may stay even if nobody offers them any more.
  private func check(
    _ draft: TokenDraft, allowingInternal: Bool, carrying carried: [String], expiringAfter now: Date
  ) throws(AccountError) -> (name: Name, scopes: [String], expiresAt: Date?) {
    var issues: [FieldIssue] = []
    var name: Name?
    var expiresAt: Date?
    do throws(ValidationFailure) { name = try Name(validating: draft.name) } catch { issues += error.issues }
    do throws(ValidationFailure) { expiresAt = try draft.expiry.moment(from: now) } catch { issues += error.issues }
    let offered = scopes.all.filter { allowingInternal || !$0.isInternal }.map(\.id)
    let usable = offered + carried.filter { !offered.contains($0) }
    let unknown = draft.scopes.filter { !usable.contains($0) }
    if !unknown.isEmpty {
      let names = unknown.map(PlainText.quoted).joined(separator: ", ")
      let known = usable.joined(separator: ", ")
      issues.append(FieldIssue(.scopes, "Unknown scope \(names); choose from \(known)."))
    }
    guard issues.isEmpty, let name else {
      throw .invalid(ValidationFailure(issues) ?? ValidationFailure(FieldIssue(.name, "Enter a name.")))
    }
    let chosen = Set(draft.scopes)
    let ordered =
      scopes.all.map(\.id).filter(chosen.contains) + carried.filter { scopes[$0] == nil && chosen.contains($0) }
    return (name, ordered, expiresAt)
  }
}
