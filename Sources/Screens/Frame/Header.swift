import TerminalUI

/// The first line: the house, the tabs, and whose account it is.
@MainActor
enum Header {
  static func draw(on canvas: inout Canvas, lit: Tab?, _ desk: Desk) {
    let start = canvas.write(
      brand(desk), at: Point(x: 1, y: 0), role: isBranded(desk) ? .title : .badgeWarn,
      limit: max(8, canvas.size.width / 4))
    var x = start
    if desk.account != nil {
      for (tab, place) in tabs(desk, lit: lit) {
        let isLit = tab == lit
        x = canvas.write(title(tab, lit: lit, desk), at: Point(x: place, y: 0), role: isLit ? .tabActive : .tab)
      }
    }
    let whose = whose(desk)
    let room = canvas.size.width - x - 3
    guard room > 3 else { return }
    let shown = TextWidth.truncated(whose, to: room, glyphs: canvas.glyphs)
    canvas.writeRight(
      shown, endingAt: canvas.size.width - 1, y: 0, role: desk.account?.isOperated == true ? .badgeWarn : .muted)
  }

  /// The tab at a column.
  static func tab(at x: Int, lit: Tab?, _ desk: Desk) -> Tab? {
    tabs(desk, lit: lit).last { $0.1 <= x && x < $0.1 + title($0.0, lit: lit, desk).count }?.0
  }

  /// What stands first: the house's name, unless that is the only room to say that the operator is here.
  private static func brand(_ desk: Desk) -> String { isBranded(desk) ? desk.siteName : "OPERATOR" }

  private static func isBranded(_ desk: Desk) -> Bool {
    guard let account = desk.account, account.isOperated else { return true }
    return desk.size.width >= (account.user.role == .administrator ? 100 : 64)
  }

  private static func whose(_ desk: Desk) -> String {
    guard let account = desk.account else { return desk.databaseName }
    return account.isOperated ? "OPERATOR as \(account.user.label)" : account.user.label
  }

  private static func tabs(_ desk: Desk, lit: Tab?) -> [(Tab, Int)] {
    guard let account = desk.account else { return [] }
    var x = start(desk)
    return Tab.all(for: account.user).map { tab in
      defer { x += title(tab, lit: lit, desk).count }
      return (tab, x)
    }
  }

  /// Where the first tab begins.
  private static func start(_ desk: Desk) -> Int {
    1 + TextWidth.of(TextWidth.truncated(brand(desk), to: max(8, desk.size.width / 4))) + 1
  }

  private static func title(_ tab: Tab, lit: Tab?, _ desk: Desk) -> String {
    let name =
      switch style(desk) {
      case .full: "\(tab.rawValue) \(tab.title)"
      case .short: "\(tab.rawValue) \(tab.shortTitle)"
      case .numbers: tab == lit ? "\(tab.rawValue) \(tab.shortTitle)" : "\(tab.rawValue)"
      }
    return tab == lit ? "[\(name)]" : " \(name) "
  }

  /// How much of the tabs there is room for.
  private enum Style: CaseIterable { case full, short, numbers }

  private static func style(_ desk: Desk) -> Style {
    guard let account = desk.account else { return .full }
    let tabs = Tab.all(for: account.user)
    let room = desk.size.width - start(desk)
    func width(_ titles: [String]) -> Int { titles.reduce(0) { $0 + $1.count + 4 } }
    if width(tabs.map(\.title)) <= room, desk.size.width >= 64 { return .full }
    return width(tabs.map(\.shortTitle)) <= room ? .short : .numbers
  }
}
