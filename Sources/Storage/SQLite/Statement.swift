/// The text of a statement, and how a connection finds what it has prepared for it.
protocol Statement {
  /// The prepared statement, made when there is none yet.
  func prepared(on connection: Connection) throws(StorageError) -> OpaquePointer
}

extension String: Statement {
  func prepared(on connection: Connection) throws(StorageError) -> OpaquePointer { try connection.prepared(self) }
}

/// A statement that nearly every request of a client's runs. To put its text together and to look that up would cost as
/// much as to run it: this is made once, found by what it is, and kept as long as the connection.
final class FrequentStatement: Statement, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  func prepared(on connection: Connection) throws(StorageError) -> OpaquePointer { try connection.prepared(self) }
}
