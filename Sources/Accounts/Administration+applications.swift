import Model
import Storage

extension Administration {
  /// Every application, by name, handed over page by page.
  public func forEachApplication(_ body: (Client) -> Void) throws(AccountError) {
    let query = ListQuery(order: ApplicationOrder.name, now: now)
    var anchor = Anchor.start
    while true {
      let page = try perform { () throws(StorageError) in
        try accounts.store.clients(ownedBy: nil, query, at: anchor, limit: 500)
      }
      guard let last = page.last else { return }
      page.forEach { body($0.row) }
      anchor = .after(last.cursor)
    }
  }
}
