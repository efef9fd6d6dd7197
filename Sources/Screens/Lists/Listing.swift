import Accounts
import FoundationEssentials
import Storage
import TerminalUI

/// What a list is about: its rows, its columns, and what can be done with them. ``ListPage`` does what all lists do.
@MainActor
protocol Listing: SendableMetatype {
  associatedtype Row: Sendable
  associatedtype Order: Sendable & Hashable & CaseIterable

  static var tab: Tab { get }
  /// What a row is called: "token".
  static var noun: String { get }
  /// Columns from left to right.
  static var columns: [Column<Row, Order>] { get }
  static var firstOrder: Order { get }
  /// Whether the largest comes first at first.
  static var beginsDescending: Bool { get }
  /// What is wrong with a filter, in one sentence; most take any text.
  static func problem(withFilter text: String, _ desk: Desk) -> String?
  /// What is looked for of a filter that may not be finished yet.
  static func whileTyped(_ text: String) -> String
  /// Whether the state filter means something here.
  static var hasStates: Bool { get }
  /// What a state is called here.
  static func name(of state: StateFilter) -> String
  /// The way to the list where it is no tab's own.
  static var crumbs: [String] { get }
  /// What the filter does, for help and palette.
  static var filterTitle: String { get }
  /// Whether a filter must not be seen, nor kept: it holds a secret.
  static func hides(_ filter: String) -> Bool
  /// What stands in the list when nothing matches a filter; nothing for the usual words.
  static func noMatch(_ filter: String) -> [String]?
  /// What stands in the list while it is empty: why, and what to do.
  static func emptyText(_ desk: Desk) -> [String]

  /// Records that the list was opened, where that is a look at what belongs to others; what cannot be recorded is not
  /// shown.
  nonisolated static func noteOpening(_ account: Account) throws(AccountError)
  nonisolated static func page(
    _ account: Account, _ query: ListQuery<Order>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<Row>]
  nonisolated static func count(
    _ account: Account, _ query: ListQuery<Order>, _ place: Cursor?
  ) throws(AccountError) -> Int
  /// The row as it stands now.
  nonisolated static func again(_ account: Account, _ row: Row) throws(AccountError) -> Row
  /// What the row is called.
  nonisolated static func name(of row: Row) -> String
  /// What `y` copies, and what to call it.
  static func copyable(_ row: Row) -> (text: String, what: String)
  /// The column names and values of an export.
  nonisolated static var exportHeader: [String] { get }
  nonisolated static func exportRow(_ row: Row) -> [ExportValue]
  /// The list, or what was marked in it, was written to a file.
  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError)
  /// What can be done beside what all lists can, given the selected row and the marked ones.
  static func offers(_ row: Row?, marked: [Row], _ desk: Desk) -> [Offer]
  static func perform(_ action: Action, _ row: Row?, marked: [Row], _ context: inout Context)
  /// The width of the list beside its detail; nothing when there is no room or no detail.
  static func listWidth(in width: Int) -> Int?
  /// The lines of the detail beside the list.
  static func detail(of row: Row, width: Int, _ desk: Desk) -> [DetailLine]
}

extension Listing {
  nonisolated static func noteOpening(_ account: Account) throws(AccountError) {}
  static var beginsDescending: Bool { false }
  static func problem(withFilter text: String, _ desk: Desk) -> String? { nil }
  static func whileTyped(_ text: String) -> String { text }
  static var hasStates: Bool { false }
  static func name(of state: StateFilter) -> String { state.rawValue }
  static var crumbs: [String] { [] }
  static var filterTitle: String { "filter by name" }
  static func hides(_ filter: String) -> Bool { false }
  static func noMatch(_ filter: String) -> [String]? { nil }
  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError) {}
  static func listWidth(in width: Int) -> Int? { nil }
  static func detail(of row: Row, width: Int, _ desk: Desk) -> [DetailLine] { [] }
}

/// A column of a list.
struct Column<Row, Order> {
  let title: String
  /// What ordering by it is called in storage; nothing when the list cannot be ordered by it.
  let order: Order?
  /// The width in cells; the first column takes what the others leave, unless another one grows.
  let width: Int
  /// Whether it takes what the others leave, in the place of the first.
  let grows: Bool
  /// The narrowest list that shows it, in cells.
  let fromWidth: Int
  /// What stands in it, with a role.
  let value: (Row, Desk) -> (String, Role)

  init(
    _ title: String, order: Order? = nil, width: Int = 0, grows: Bool = false, fromWidth: Int = 0,
    value: @escaping (Row, Desk) -> (String, Role)
  ) {
    self.title = title
    self.order = order
    self.width = width
    self.grows = grows
    self.fromWidth = fromWidth
    self.value = value
  }
}
