import FoundationEssentials

/// A key that somebody signs in with over SSH.
public struct SSHKey: Sendable, Equatable {
  /// How many keys one person may have.
  public static let limit = 50

  /// The row's number.
  public let id: Identifier<SSHKey>
  /// Whose account it opens.
  public let userID: Identifier<User>
  /// What its owner calls it.
  public let name: Name
  /// The public key without its comment, as `authorized_keys` has it: `ssh-ed25519 AAAA…`.
  public let line: String
  /// Its fingerprint, as `ssh-keygen -l` prints it: `SHA256:…`.
  public let fingerprint: String
  /// When it was added.
  public let createdAt: Date
  /// When it last opened the account; nothing if never.
  public let lastUsedAt: Date?

  /// A key as read from storage.
  public init(
    id: Identifier<SSHKey>, userID: Identifier<User>, name: Name, line: String, fingerprint: String, createdAt: Date,
    lastUsedAt: Date?
  ) {
    self.id = id
    self.userID = userID
    self.name = name
    self.line = line
    self.fingerprint = fingerprint
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }

  /// The kind of key, in the word that stands first on its line.
  public var kind: String { line.split(separator: " ").first.map(String.init) ?? line }

  /// The last characters of the fingerprint: enough to tell keys apart in a line of the audit log.
  public var fingerprintEnd: String { "…\(fingerprint.suffix(8))" }
}
