extension Schema {
  /// Search by substring: FTS5 trigram indexes over text without case.
  ///
  /// They hold no text (their content is a view) and no positions (`detail=none`): they say which rows have all
  /// trigrams of a text, and the row itself is then looked at. A row also has one trigram that stands for its owner
  /// (``TextFilter/ownerMark(_:)``), so that a search in one person's rows never wades through everybody's; and the
  /// text that its list is ordered by begins with a mark, so that rows that begin with a text can be told from others.
  static let search =
    [
      """
      CREATE VIEW users_searched AS
      SELECT id, \(startMark) || lower(email) AS email, lower(username) AS username FROM users
      """,
      """
      CREATE VIEW clients_searched AS
      SELECT id, \(ownerMark("owner_id")) AS owner, \(startMark) || name_key AS name, lower(client_id) AS client_id
      FROM clients
      """,
      """
      CREATE VIEW tokens_searched AS
      SELECT id, \(ownerMark("user_id")) AS owner, \(startMark) || name_key AS name FROM tokens
      WHERE kind = 'personal' AND internal = 0
      """,
    ]
    + searched.flatMap(index)

  /// A table with a search index.
  struct Searched {
    let table: String
    /// The columns of the index and of the view that it stands for.
    let columns: String
    /// The columns of the table on which those depend.
    let sources: String
    /// Whether a trigger enters new rows. A trigger costs every insert into its table a third of its time, even when its
    /// condition says no; so tokens have none, and the verb that makes a personal token enters it.
    var hasInsertTrigger = true
    /// Which rows are in the index, as a condition on a trigger's `old` or `new`.
    var condition: (@Sendable (String) -> String)?

    /// Enters one row, or all behind it.
    func entering(_ condition: String) -> String {
      """
      INSERT INTO \(table)_search (rowid, \(columns)) SELECT id, \(columns) FROM \(table)_searched WHERE id \(condition)
      """
    }
  }

  static let searched = [
    Searched(table: "users", columns: "email, username", sources: "email, username"),
    Searched(table: "clients", columns: "owner, name, client_id", sources: "owner_id, name_key, client_id"),
    personalTokens,
  ]

  static let personalTokens = Searched(
    table: "tokens", columns: "owner, name", sources: "user_id, name_key, kind, internal", hasInsertTrigger: false
  ) { "\($0).kind = 'personal'" }

  /// The trigger that enters new rows into a search index.
  static func insertTrigger(of searched: Searched) -> String {
    trigger("insert", "AFTER INSERT", row: "new", delete: false, of: searched)
  }

  private static let startMark = "char(\(TextFilter.startMark.value))"

  private static func ownerMark(_ id: String) -> String {
    "char(57344 + \(id) % 6400, 57344 + \(id) / 6400 % 6400, 57344 + \(id) / 40960000 % 6400)"
  }

  /// A search index over the view of a table, and the triggers that keep it.
  private static func index(of searched: Searched) -> [String] {
    [
      """
      CREATE VIRTUAL TABLE \(searched.table)_search USING fts5(\(searched.columns),
        content='\(searched.table)_searched', content_rowid='id', tokenize='trigram case_sensitive 1', detail=none,
        columnsize=0)
      """,
      trigger("delete", "BEFORE DELETE", row: "old", delete: true, of: searched),
      trigger("leave", "BEFORE UPDATE OF \(searched.sources)", row: "old", delete: true, of: searched),
      trigger("enter", "AFTER UPDATE OF \(searched.sources)", row: "new", delete: false, of: searched),
    ] + (searched.hasInsertTrigger ? [insertTrigger(of: searched)] : [])
  }

  private static func trigger(
    _ name: String, _ event: String, row: String, delete: Bool, of searched: Searched
  ) -> String {
    let (table, columns) = (searched.table, searched.columns)
    let condition = searched.condition.map { "WHEN \($0(row)) " } ?? ""
    let command = delete ? ("\(table)_search, ", "'delete', ") : ("", "")
    return """
      CREATE TRIGGER \(table)_search_\(name) \(event) ON \(table) \(condition)BEGIN
        INSERT INTO \(table)_search (\(command.0)rowid, \(columns))
        SELECT \(command.1)id, \(columns) FROM \(table)_searched WHERE id = \(row).id;
      END
      """
  }
}
