import FoundationEssentials
import Model

/// A client as the protocol needs it: who it is, how it authenticates, and whether it may do anything at all.
public struct ProtocolClient: Sendable {
  /// A live secret.
  public struct Secret: Sendable, Equatable {
    /// The row's number.
    public let id: Identifier<ClientSecret>
    /// SHA-256 of the secret.
    public let digest: [UInt8]
  }

  /// The row's number.
  public let id: Identifier<Client>
  /// Its public name in the protocol.
  public let clientID: ClientID
  /// Whether it can keep a secret.
  public let type: ClientType
  /// Its live secrets.
  public let secrets: [Secret]
  /// Whether neither it nor its owner is disabled.
  public let isActive: Bool
  /// Who registered it.
  public let ownerID: Identifier<User>
  /// What it is called.
  public let name: Name
}

extension Store {
  /// The client of an id with its live secrets, in one question.
  public func protocolClient(_ id: ClientID, at now: Date) throws(StorageError) -> ProtocolClient? {
    try recall { (database) throws(StorageError) in
      try database.clients.answer(TextKey(id.text), at: now, on: database) { () throws(StorageError) in
        try database.protocolClient(id, at: now)
      }
    }
  }

  /// What somebody who is asked to let a client in should see: the client, who registered it, and how many users let it
  /// in.
  public func consentView(
    ofClient id: ClientID, at now: Date
  ) throws(StorageError) -> (client: Client, owner: User, users: Int)? {
    try snapshot { (database) throws(StorageError) in
      guard let row = try database.client(id, ownedBy: nil) else { return nil }
      let users = try database.number("SELECT count(*) FROM grants WHERE client_id = ?", [.integer(row.id)])
      return (try row.client(in: database, at: now), try database.requireUser(row.ownerID.rawValue), users)
    }
  }
}

extension Connection {
  private static let clientWithSecrets = FrequentStatement(
    """
    SELECT c.id, c.type, c.disabled_at IS NULL AND o.disabled_at IS NULL, c.name, s.id, s.digest, s.expires_at, o.id
    FROM clients AS c JOIN users AS o ON o.id = c.owner_id
    LEFT JOIN client_secrets AS s ON s.client_id = c.id AND (s.expires_at IS NULL OR s.expires_at > ?)
    WHERE c.client_id = ?
    """)

  /// A client, and when the first of its secrets ends.
  fileprivate func protocolClient(
    _ id: ClientID, at now: Date
  ) throws(StorageError) -> (value: ProtocolClient, end: Date?)? {
    var found: (id: Int64, type: ClientType, isActive: Bool, owner: Int64, name: Name)?
    var secrets: [ProtocolClient.Secret] = []
    var end: Date?
    _ = try rows(Self.clientWithSecrets, [.date(now), .text(id.text)]) { (row) throws(StorageError) in
      guard let type = ClientType(rawValue: row.text(1)) else { throw .corrupt }
      found = (row.integer(0), type, row.integer(2) != 0, row.integer(7), Name(stored: row.text(3)))
      guard !row.isNull(4) else { return }
      secrets.append(ProtocolClient.Secret(id: Identifier(rawValue: row.integer(4)), digest: row.blob(5)))
      if let date = row.optionalDate(6) { end = min(date, end ?? date) }
    }
    guard let found else { return nil }
    let client = ProtocolClient(
      id: Identifier(rawValue: found.id), clientID: id, type: found.type, secrets: secrets,
      isActive: found.isActive, ownerID: Identifier(rawValue: found.owner), name: found.name)
    return (client, end)
  }
}
