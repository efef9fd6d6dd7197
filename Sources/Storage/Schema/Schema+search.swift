extension Schema {
  /// Search by substring: FTS5 trigram indexes over text without case.
  ///
  /// They hold no text (their content is a view) and no positions (`detail=none`): they say which rows have all
  /// trigrams of a text, and the row itself is then looked at. A row also has one trigram that stands for its owner
  /// (``TextFilter/ownerMark(_:)``), so that a search in one person's rows never wades through everybody's.
  static let search =
    [
      "CREATE VIEW users_searched AS SELECT id, lower(email) AS email, lower(username) AS username FROM users",
      """
      CREATE VIEW clients_searched AS
      SELECT id, \(ownerMark("owner_id")) AS owner, name_key AS name, lower(client_id) AS client_id FROM clients
      """,
      """
      CREATE VIEW tokens_searched AS
      SELECT id, \(ownerMark("user_id")) AS owner, name_key AS name FROM tokens
      WHERE kind = 'personal' AND internal = 0
      """,
    ]
    + index(of: "users", columns: "email, username", changing: "email, username")
    + index(of: "clients", columns: "owner, name, client_id", changing: "owner_id, name_key, client_id")
    + index(
      of: "tokens", columns: "owner, name", changing: "user_id, name_key, kind, internal",
      when: { "\($0).kind = 'personal'" })

  private static func ownerMark(_ id: String) -> String {
    "char(57344 + \(id) % 6400, 57344 + \(id) / 6400 % 6400, 57344 + \(id) / 40960000 % 6400)"
  }

  /// A search index over the view of a table, and the triggers that keep it.
  private static func index(
    of table: String, columns: String, changing: String, when: ((String) -> String)? = nil
  ) -> [String] {
    let search = "\(table)_search"
    func trigger(_ name: String, _ event: String, row: String, delete: Bool) -> String {
      let condition = when.map { "WHEN \($0(row)) " } ?? ""
      let command = delete ? (search + ", ", "'delete', ") : ("", "")
      return """
        CREATE TRIGGER \(search)_\(name) \(event) ON \(table) \(condition)BEGIN
          INSERT INTO \(search) (\(command.0)rowid, \(columns))
          SELECT \(command.1)id, \(columns) FROM \(table)_searched WHERE id = \(row).id;
        END
        """
    }
    return [
      """
      CREATE VIRTUAL TABLE \(search) USING fts5(\(columns), content='\(table)_searched', content_rowid='id',
        tokenize='trigram case_sensitive 1', detail=none, columnsize=0)
      """,
      trigger("insert", "AFTER INSERT", row: "new", delete: false),
      trigger("delete", "BEFORE DELETE", row: "old", delete: true),
      trigger("leave", "BEFORE UPDATE OF \(changing)", row: "old", delete: true),
      trigger("enter", "AFTER UPDATE OF \(changing)", row: "new", delete: false),
    ]
  }
}
