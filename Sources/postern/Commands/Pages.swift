import Accounts
import FoundationEssentials
import Model
import Storage

/// Rows that are fetched at a time.
let pageSize = 500

/// Every row of a list in the order of its first column, which is the name everywhere.
func pages<Row: Sendable, Order: CaseIterable & Sendable & Hashable>(
  _ page: (ListQuery<Order>, Anchor) throws(AccountError) -> [Entry<Row>]
) throws(Failure) -> [Row] {
  guard let order = Order.allCases.first else { return [] }
  let query = ListQuery(order: order, now: Date())
  var rows: [Row] = []
  var anchor = Anchor.start
  while true {
    let entries: [Entry<Row>]
    do throws(AccountError) { entries = try page(query, anchor) } catch { throw Failure(error) }
    guard let last = entries.last else { return rows }
    rows += entries.map(\.row)
    anchor = .after(last.cursor)
  }
}
