import Model
import Storage

extension Administration {
  /// As many applications may match the part of a name by which tokens are looked for.
  public static let searchedClientLimit = 100

  /// A page of everybody's tokens of every kind. The filter is a user (`user:` and e-mail address, username or number), an
  /// application (`client:` and its client id or a part of its name), both, the number of a token, or a token itself,
  /// which is digested and looked up. A text without such a word is a user, else an application.
  public func tokens(
    _ query: ListQuery<IssuedTokenOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<IssuedToken>] {
    try perform { () throws(StorageError) in
      guard let selection = try selection(query.filter) else { return [] }
      return try accounts.store.issuedTokens(selection, query, at: anchor, limit: limit)
    }
  }

  /// How many tokens the query finds; with `before`, how many come before that place.
  public func countTokens(
    _ query: ListQuery<IssuedTokenOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in
      guard let selection = try selection(query.filter) else { return 0 }
      return try accounts.store.countIssuedTokens(selection, query, before: place)
    }
  }

  /// One token, whoever holds it.
  public func token(_ id: Identifier<Token>) throws(AccountError) -> IssuedToken {
    let found = try perform { () throws(StorageError) in try accounts.store.issuedToken(id) }
    guard let found else { throw .notFound(.token(String(id.rawValue))) }
    return found
  }

  /// Opens a token, which is recorded unless it is one's own.
  public func openToken(_ id: Identifier<Token>) throws(AccountError) -> IssuedToken {
    let token = try token(id)
    if token.user == nil || token.user?.id != actor.id {
      try record(.tokenView, about: token.user?.id, on: "#\(id.rawValue)", detail: token.words)
    }
    return token
  }

  /// How many tokens that have neither expired nor been spent end with a token: with a refresh token its whole family.
  public func countTokens(endingWith token: IssuedToken) throws(AccountError) -> Int {
    let now = now
    return try perform { () throws(StorageError) in
      guard token.kind == .refresh, let family = token.family, let user = token.user else {
        return token.spentAt == nil && token.expiresAt.map { $0 > now } ?? true ? 1 : 0
      }
      return try accounts.store.countTokens(ofFamily: family, of: user.id, at: now)
    }
  }

  /// Revokes tokens, all or none, a refresh token with its whole family. One that is gone already is named.
  /// - Returns: how many tokens ended that had neither expired nor been spent.
  @discardableResult
  public func revoke(_ tokens: [IssuedToken]) throws(AccountError) -> Int {
    let lines = tokens.map { token in
      (
        id: token.id,
        audit: audit(.tokenRevoke, about: token.user?.id, on: token.auditTarget, detail: token.words)
      )
    }
    let now = now
    do throws(AccountError) {
      return try perform { () throws(StorageError) in try accounts.store.revokeIssuedTokens(lines, at: now) }
    } catch .storage(.notFound) {
      for token in tokens { _ = try self.token(token.id) }
      throw .storage(.notFound)
    }
  }

  /// Which tokens a filter is about; nothing when it names nobody who is here.
  private func selection(_ filter: String) throws(StorageError) -> TokenSelection? {
    if TokenSearch.holdsSecret(filter) {
      return TokenSearch.presented(in: filter).map { TokenSelection(digest: $0.digest) }
    }
    let terms = SearchTerms(filter, words: ["user", "client"])
    var selection = TokenSelection()
    if let name = terms["user"] {
      guard let user = try accounts.store.user(matching: name) else { return nil }
      selection.user = user.id
    }
    if let name = terms["client"] {
      guard let clients = try clients(name) else { return nil }
      selection.clients = clients
    }
    return try narrow(selection, by: PlainText.trimmed(terms.text))
  }

  /// A selection with what stands in front of the words.
  private func narrow(_ selection: TokenSelection, by text: String) throws(StorageError) -> TokenSelection? {
    var selection = selection
    guard !text.isEmpty else { return selection }
    let number = text.hasPrefix("#") ? String(text.dropFirst()) : text
    if let id = Int64(number) {
      selection.id = Identifier(rawValue: id)
    } else if let user = try accounts.store.user(matching: text) {
      selection.user = user.id
    } else {
      guard let clients = try clients(text) else { return nil }
      selection.clients = clients
    }
    return selection
  }

  private func clients(_ text: String) throws(StorageError) -> [Identifier<Client>]? {
    let found = try accounts.store.clients(holding: text, limit: Self.searchedClientLimit)
    return found?.isEmpty == true ? nil : found
  }
}

extension IssuedToken {
  /// What the audit log calls it: a personal token by its name, as its owner's own lines do.
  var auditTarget: String { name?.text ?? "#\(id.rawValue)" }

  /// "access, Zenodo uploader, for ada".
  var words: String {
    let parts: [String?] = [kind.rawValue, client?.name.text, name?.text, user.map { "for \($0.label)" }]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}
