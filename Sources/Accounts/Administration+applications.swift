import Model
import Storage

extension Administration {
  /// A page of everybody's applications. The filter is a part of a name or of a client id, and `owner:` with an owner's
  /// e-mail address, username or number; an owner's whole e-mail address will do alone.
  public func applications(
    _ query: ListQuery<ApplicationOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<ClientOverview>] {
    try perform { () throws(StorageError) in
      guard let (owner, query) = try resolved(query) else { return [] }
      return try accounts.store.clientOverviews(ownedBy: owner, query, at: anchor, limit: limit)
    }
  }

  /// How many applications the query finds; with `before`, how many come before that place.
  public func countApplications(
    _ query: ListQuery<ApplicationOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in
      guard let (owner, query) = try resolved(query) else { return 0 }
      return try accounts.store.countClients(ownedBy: owner, query, before: place)
    }
  }

  /// One application, whoever owns it.
  public func application(_ id: ClientID) throws(AccountError) -> ClientOverview {
    let now = now
    let found = try perform { () throws(StorageError) in try accounts.store.clientOverview(id, at: now) }
    guard let found else { throw .notFound(.application(id.text)) }
    return found
  }

  /// Opens an application in its owner's place, which is recorded unless it is one's own.
  public func openApplication(_ id: ClientID) throws(AccountError) -> (account: Account, client: Client) {
    let account = try owner(of: id)
    let client = try account.application(id)
    if account.user.id != actor.id {
      try record(
        .applicationView, about: account.user.id, on: client.profile.name.text,
        detail: "\(id), of \(account.user.label)")
    }
    return (account, client)
  }

  /// Every application with its owner, by name, handed over page by page.
  public func forEachApplication(_ body: (Client, _ owner: User) -> Void) throws(AccountError) {
    let query = ListQuery(order: ApplicationOrder.name, now: now)
    var anchor = Anchor.start
    while true {
      let page = try perform { () throws(StorageError) in
        try accounts.store.clientOverviews(ownedBy: nil, query, at: anchor, limit: 500)
      }
      guard let last = page.last else { return }
      page.forEach { body($0.row.client, $0.row.owner) }
      anchor = .after(last.cursor)
    }
  }

  /// Records that a list about everybody was opened.
  ///
  /// - Parameter event: the look that it is: at users, applications or tokens.
  public func noteOpening(of what: String, as event: AuditEvent) throws(AccountError) {
    try record(event, on: what, detail: "")
  }

  /// Records that a list about everybody was written to a file.
  public func noteExport(of what: String, rows: Int) throws(AccountError) {
    try record(.export, on: what, detail: rows == 1 ? "1 row" : "\(rows) rows")
  }

  func record(
    _ event: AuditEvent, about subject: Identifier<User>? = nil, on target: String, detail: String
  ) throws(AccountError) {
    let line = audit(event, about: subject, on: target, detail: detail)
    try perform { () throws(StorageError) in try accounts.store.record(line) }
  }

  /// Whose applications a query is about, if it says so, and the rest of it; nothing when it names nobody who is here.
  private func resolved(
    _ query: ListQuery<ApplicationOrder>
  ) throws(StorageError) -> (owner: Identifier<User>?, query: ListQuery<ApplicationOrder>)? {
    let terms = SearchTerms(query.filter, words: ["owner"])
    var rest = query
    rest.filter = terms.text
    if let name = terms["owner"] {
      guard let owner = try accounts.store.user(matching: name) else { return nil }
      return (owner.id, rest)
    }
    let text = PlainText.trimmed(terms.text)
    guard text.contains("@"), let owner = try accounts.store.user(matching: text) else { return (nil, rest) }
    rest.filter = ""
    return (owner.id, rest)
  }
}
