import FoundationEssentials
import Model

/// A device that waits for somebody to let it in (RFC 8628), as that person sees it.
public struct DeviceRequest: Sendable {
  /// SHA-256 of the code that stands on the device.
  public let userCode: [UInt8]
  /// The application.
  public let client: Client
  /// Who registered it.
  public let owner: User
  /// The ids of the scopes that it asks for.
  public let scopes: [String]
  /// When the code ends.
  public let expiresAt: Date
}

/// What a device hears when it asks whether it was let in.
public enum DevicePoll: Sendable {
  /// It was: tokens were given; in a house that allows one at a time, so many older ones ended.
  case approved(user: User, scopes: [String], ended: Int)
  /// Nobody has decided yet.
  case pending
  /// It asks too often: its interval is five seconds longer now.
  case slowDown
  /// Somebody refused.
  case denied
  /// The code has ended.
  case expired
  /// There is none, or it is another client's, or it was used.
  case invalid
}

extension Store {
  /// Writes a device code.
  ///
  /// - Parameters:
  ///   - userCode: SHA-256 of the code that the device shows.
  ///   - interval: seconds between two polls.
  public static func addDeviceCode(
    _ secret: SecretDigest, userCode: [UInt8], client: Identifier<Client>, scopes: [String], interval: Int,
    expiresAt: Date, at now: Date
  ) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      // An old one that nobody has purged yet must not keep a code from being given again.
      try database.run(
        "DELETE FROM device_codes WHERE user_code = ? AND expires_at <= ?", [.blob(userCode), .date(now)])
      try database.run(
        """
        INSERT INTO device_codes (digest, user_code, client_id, scopes, state, poll_interval, created_at, expires_at)
        VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)
        """,
        [
          .blob(secret.digest), .blob(userCode), .integer(client.rawValue), .scopes(scopes), .int(interval),
          .date(now), .date(expiresAt),
        ])
    }
  }

  /// The device that waits under the digest of a user code; nothing when none does.
  public static func deviceRequest(_ userCode: [UInt8], at now: Date) -> Change<DeviceRequest?> {
    Change { (database) throws(StorageError) in
      let found = try database.first(
        """
        SELECT c.client_id, d.scopes, d.expires_at FROM device_codes AS d JOIN clients AS c ON c.id = d.client_id
        JOIN users AS o ON o.id = c.owner_id
        WHERE d.user_code = ? AND d.state = 'pending' AND d.expires_at > ?
          AND c.disabled_at IS NULL AND o.disabled_at IS NULL
        """, [.blob(userCode), .date(now)]
      ) { (row) throws(StorageError) in (ClientID(row.text(0)), row.scopes(1), row.date(2)) }
      guard let (id, scopes, end) = found else { return nil }
      let client = try database.requireClient(id, ownedBy: nil)
      return DeviceRequest(
        userCode: userCode, client: try client.client(in: database, at: now),
        owner: try database.requireUser(client.ownerID.rawValue), scopes: scopes, expiresAt: end)
    }
  }

  /// Lets a waiting device in, or refuses it, for a user. Throws `.notFound` when none waits under that code.
  public static func decideDevice(
    _ userCode: [UInt8], by user: Identifier<User>, isApproved: Bool, at now: Date, audit: AuditRecord
  ) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      let found = try database.first(
        """
        SELECT d.id, d.client_id, d.scopes FROM device_codes AS d JOIN clients AS c ON c.id = d.client_id
        JOIN users AS o ON o.id = c.owner_id
        WHERE d.user_code = ? AND d.state = 'pending' AND d.expires_at > ?
          AND c.disabled_at IS NULL AND o.disabled_at IS NULL
        """, [.blob(userCode), .date(now)]
      ) { (row) throws(StorageError) in (row.integer(0), Identifier<Client>(rawValue: row.integer(1)), row.scopes(2)) }
      guard let (id, client, scopes) = found else { throw .notFound }
      try database.run(
        "UPDATE device_codes SET state = ?, user_id = ? WHERE id = ?",
        [.text(isApproved ? "approved" : "denied"), .integer(user.rawValue), .integer(id)])
      if isApproved { try database.grant(scopes, to: client, by: user, at: now) }
      try database.append(audit)
    }
  }

  /// Answers a device that asks, and gives it its tokens once.
  public static func pollDevice(
    _ digest: [UInt8], of client: Identifier<Client>, family: Int64, for tokens: NewTokens, isOnly: Bool, at now: Date
  ) -> Change<DevicePoll> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      guard let device = try database.deviceCode(digest), device.client == client else { return .invalid }
      guard device.state != "used" else { return .invalid }
      guard device.expiresAt > now else { return .expired }
      switch device.state {
      case "denied": return .denied
      case "pending": return try database.wait(device, at: now)
      default: break
      }
      guard let user = try device.user.flatMap({ (id) throws(StorageError) in try database.user(id) }), user.isActive
      else { return .denied }
      try database.run("UPDATE device_codes SET state = 'used' WHERE id = ?", [.integer(device.id)])
      let holder = TokenHolder(client: client, user: user.id, family: family)
      let ended = isOnly ? try database.endOtherTokens(of: holder) : 0
      try database.insert(tokens, for: holder, scopes: device.scopes.joined(separator: " "), at: now)
      return .approved(user: user, scopes: device.scopes, ended: ended)
    }
  }
}

private struct StoredDeviceCode {
  let id: Int64
  let client: Identifier<Client>
  let user: Int64?
  let scopes: [String]
  let state: String
  let interval: Int
  let lastPolledAt: Date?
  let expiresAt: Date
}

extension Connection {
  fileprivate func deviceCode(_ digest: [UInt8]) throws(StorageError) -> StoredDeviceCode? {
    try first(
      """
      SELECT id, client_id, user_id, scopes, state, poll_interval, last_polled_at, expires_at FROM device_codes
      WHERE digest = ?
      """, [.blob(digest)]
    ) { (row) throws(StorageError) in
      StoredDeviceCode(
        id: row.integer(0), client: Identifier(rawValue: row.integer(1)), user: row.optionalInteger(2),
        scopes: row.scopes(3), state: row.text(4), interval: row.int(5), lastPolledAt: row.optionalDate(6),
        expiresAt: row.date(7))
    }
  }

  /// Notes that a device asked while nobody has decided; one that asks too often has to wait longer
  /// (RFC 8628 §3.5).
  fileprivate func wait(_ device: StoredDeviceCode, at now: Date) throws(StorageError) -> DevicePoll {
    let isEarly = device.lastPolledAt.map { now.timeIntervalSince($0) < Double(device.interval) } ?? false
    try run(
      "UPDATE device_codes SET last_polled_at = ?, poll_interval = ? WHERE id = ?",
      [.date(now), .int(device.interval + (isEarly ? 5 : 0)), .integer(device.id)])
    return isEarly ? .slowDown : .pending
  }
}
