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
      for (tab, place) in tabs(desk) {
        let isLit = tab == lit
        x = canvas.write(title(tab, isLit: isLit, desk), at: Point(x: place, y: 0), role: isLit ? .tabActive : .tab)
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
    tabs(desk).last { $0.1 <= x && x < $0.1 + title($0.0, isLit: true, desk).count }?.0
  }

  /// What stands first: the house's name, unless that is the only room to say that the operator is here.
  private static func brand(_ desk: Desk) -> String { isBranded(desk) ? desk.siteName : "OPERATOR" }

  private static func isBranded(_ desk: Desk) -> Bool {
    desk.size.width >= 64 || desk.account?.isOperated != true
  }

  private static func whose(_ desk: Desk) -> String {
    guard let account = desk.account else { return desk.databaseName }
    return account.isOperated ? "OPERATOR as \(account.user.label)" : account.user.label
  }

  private static func tabs(_ desk: Desk) -> [(Tab, Int)] {
    var x = 1 + TextWidth.of(TextWidth.truncated(brand(desk), to: max(8, desk.size.width / 4))) + 1
    return Tab.allCases.map { tab in
      defer { x += title(tab, isLit: true, desk).count }
      return (tab, x)
    }
  }

  private static func title(_ tab: Tab, isLit: Bool, _ desk: Desk) -> String {
    let name = "\(tab.rawValue) \(desk.size.width < 64 ? tab.shortTitle : tab.title)"
    return isLit ? "[\(name)]" : " \(name) "
  }
}
