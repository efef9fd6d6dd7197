/// A verb that writes, not yet run: all of it happens, or nothing. It may be run again when its first run was taken back,
/// so it does nothing but ask and change the database.
///
/// ``Store/commit(_:)`` runs one by itself; a ``GroupWriter`` runs many in one transaction, so that they share what is
/// slow: waiting for the disk.
public struct Change<Value: Sendable>: Sendable {
  /// Whether clients, their secrets and the state of users stay as they are: tokens, codes, grants, browser sessions and
  /// lines of the audit log may come and go, and what has expired may go, as it counts for nothing already.
  let writesTokensAlone: Bool
  let body: @Sendable (Connection) throws(StorageError) -> Value

  init(
    writesTokensAlone: Bool = false, _ body: @escaping @Sendable (Connection) throws(StorageError) -> Value
  ) {
    self.writesTokensAlone = writesTokensAlone
    self.body = body
  }

  /// The same change, whose answer is turned into something else; that is done inside the transaction, so it should be
  /// quick.
  public func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> Change<Other> {
    Change<Other>(writesTokensAlone: writesTokensAlone) { (database) throws(StorageError) in
      transform(try body(database))
    }
  }

  /// This change and then another, both or neither.
  public func followed<Other: Sendable>(by next: Change<Other>) -> Change<Other> {
    Change<Other>(writesTokensAlone: writesTokensAlone && next.writesTokensAlone) { (database) throws(StorageError) in
      _ = try body(database)
      return try next.body(database)
    }
  }

  /// This change and then one that depends on its answer, both or neither.
  public func followed<Other: Sendable>(by next: @escaping @Sendable (Value) -> Change<Other>) -> Change<Other> {
    Change<Other> { (database) throws(StorageError) in try next(try body(database)).body(database) }
  }

  /// A change that changes nothing, for where another ends early.
  public static func none(_ value: Value) -> Change { Change { _ in value } }
}

extension Store {
  /// Runs a change in a transaction of its own.
  public func commit<Value>(_ change: Change<Value>) throws(StorageError) -> Value {
    try self.change(change.body)
  }
}
