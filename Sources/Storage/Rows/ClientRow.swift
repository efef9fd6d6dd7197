import FoundationEssentials
import Model

/// A client's own row, before its redirect URIs and secrets are read.
struct ClientRow {
  /// The columns that ``init(_:)`` reads, in its order.
  static let columns = """
    c.id, c.client_id, c.owner_id, c.name, c.description, c.website, c.type, c.disabled_at, c.created_at, c.last_used_at
    """

  let id: Int64
  let clientID: ClientID
  let ownerID: Identifier<User>
  let name: Name
  let description: String
  let website: WebsiteURL
  let type: ClientType
  let disabledAt: Date?
  let createdAt: Date
  let lastUsedAt: Date?

  init(_ row: Row) throws(StorageError) {
    guard let type = ClientType(rawValue: row.text(6)) else { throw .corrupt }
    id = row.integer(0)
    clientID = ClientID(row.text(1))
    ownerID = Identifier(rawValue: row.integer(2))
    name = Name(stored: row.text(3))
    description = row.text(4)
    website = WebsiteURL(stored: row.text(5))
    self.type = type
    disabledAt = row.optionalDate(7)
    createdAt = row.date(8)
    lastUsedAt = row.optionalDate(9)
  }

  /// The client with all that belongs to it, as of a moment.
  func client(in database: Connection, at now: Date) throws(StorageError) -> Client {
    let uris = try database.rows(
      "SELECT uri FROM redirect_uris WHERE client_id = ? ORDER BY position", [.integer(id)]
    ) { (row) throws(StorageError) in RedirectURI(stored: row.text(0)) }
    let secrets = try database.rows(
      """
      SELECT id, last_four, created_at, expires_at, last_used_at FROM client_secrets
      WHERE client_id = ? AND (expires_at IS NULL OR expires_at > ?)
      ORDER BY id DESC
      """, [.integer(id), .date(now)]
    ) { (row) throws(StorageError) in
      ClientSecret(
        id: Identifier(rawValue: row.integer(0)), lastFour: row.text(1), createdAt: row.date(2),
        expiresAt: row.optionalDate(3), lastUsedAt: row.optionalDate(4))
    }
    return Client(
      id: Identifier(rawValue: id), clientID: clientID, ownerID: ownerID,
      profile: ClientProfile(name: name, description: description, website: website, redirectURIs: uris, type: type),
      secrets: secrets, disabledAt: disabledAt, createdAt: createdAt, lastUsedAt: lastUsedAt)
  }
}
