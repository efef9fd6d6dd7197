import FoundationEssentials
import Model

extension Store {
  /// Ends a token that its client gives back (RFC 7009 §2.1): a refresh token with its whole family, an access token
  /// alone. Another client's is left as it is, and nobody is told.
  ///
  /// - Returns: whether there was one.
  public static func revoke(
    _ digest: [UInt8], of client: Identifier<Client>, audit: AuditRecord
  ) -> Change<Bool> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      let found = try database.first(
        "SELECT id, kind, user_id, family FROM tokens WHERE digest = ? AND client_id = ?",
        [.blob(digest), .integer(client.rawValue)]
      ) { (row) throws(StorageError) in (row.integer(0), row.text(1), row.optionalInteger(2), row.optionalInteger(3)) }
      guard let (id, kind, user, family) = found else { return false }
      if kind == "refresh", let user, let family {
        try database.endFamily(family, of: Identifier(rawValue: user))
      }
      // It may be spent, and is not to be found a second time.
      try database.run("DELETE FROM tokens WHERE id = ?", [.integer(id)])
      try database.append(audit.about(user.map { Identifier(rawValue: $0) }))
      return true
    }
  }
}
