import FoundationEssentials
import Model

extension Store {
  /// Ends every token and unused code of a client; its grants stay. Throws `.notFound`.
  /// - Returns: how many live tokens ended.
  public func revokeTokens(
    ofClient id: ClientID, ownedBy owner: Identifier<User>?, at now: Date, audit: AuditRecord
  ) throws(StorageError) -> Int { fatalError("pending") }
}
