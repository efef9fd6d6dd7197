import CSQLite
import Model

extension StorageError {
  /// What a result code means to those who know nothing of SQLite.
  ///
  /// - Parameters:
  ///   - code: the extended code.
  ///   - message: SQLite's words; they name the column of a broken constraint.
  init(_ code: SQLiteResultCode, message: String) {
    switch code {
    case .uniqueConstraint, .primaryKeyConstraint:
      self = Self.duplicate(in: message) ?? .failed(code: code.rawValue, message: message)
    case .foreignKeyConstraint:
      // A row that is referred to went away between two verbs.
      self = .notFound
    default:
      switch code.primary {
      case .busy, .locked: self = .busy
      case .readOnly: self = .readOnly
      case .interrupt: self = .interrupted
      case .corrupt, .notADatabase: self = .corrupt
      case .full: self = .full
      default: self = .failed(code: code.rawValue, message: message)
      }
    }
  }

  private static func duplicate(in message: String) -> StorageError? {
    if message.contains("users.email") { return .duplicate(.email) }
    if message.contains("users.username") { return .duplicate(.username) }
    if message.contains("ssh_keys.fingerprint") { return .duplicate(.sshKey) }
    if message.contains("tokens.name_key") { return .duplicate(.name) }
    return nil
  }
}
