import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// What belongs to an account itself: its password, and the browsers that are signed in.
struct AccountPage: Page {
  let id = Pages.next()
  var sections: [AccountSection] = []
  /// The chosen row, counted through all sections.
  var selected = 0
  /// The first line shown.
  var top = 0
  /// Where the lines were drawn, and which row each of them shows.
  var area = Rect(x: 0, y: 0, width: 0, height: 0)
  var drawnRows: [Int?] = []

  let crumbs = ["Account"]

  mutating func appear(_ context: inout Context) { refresh(&context) }

  mutating func refresh(_ context: inout Context) {
    let desk = context.desk
    let read = context.attempt { (account: Account) throws(AccountError) in try AccountSections.read(account, desk) }
    guard let read else { return }
    let chosen = item?.key
    let section = currentSection
    sections = read
    // What was chosen may stand elsewhere by now; where it is gone, the choice stays in its section.
    if let index = rows.firstIndex(where: { $0.item.key == chosen }) {
      selected = index
    } else if let section, sections.indices.contains(section) {
      let places = places(of: section)
      selected = max(places.lowerBound, min(selected, places.upperBound - 1))
    }
    selected = max(0, min(selected, rows.count - 1))
  }

  // MARK: Rows

  var rows: [AccountSection.Row] { sections.flatMap(\.rows) }

  /// What is chosen.
  var item: AccountItem? { rows.indices.contains(selected) ? rows[selected].item : nil }

  /// Where the rows of a section stand among all.
  func places(of section: Int) -> Range<Int> {
    let first = sections.prefix(section).reduce(0) { $0 + $1.rows.count }
    return first..<first + sections[section].rows.count
  }

  var currentSection: Int? { sections.indices.first { places(of: $0).contains(selected) } }

  private var sessionCount: Int { sections.reduce(0) { $0 + $1.rows.count { $0.item.isSession } } }

  func position(_ desk: Desk) -> String? {
    guard let section = currentSection else { return nil }
    let places = places(of: section)
    let title = sections[section].columns.first ?? ""
    return "\(title.lowercased())  \(selected - places.lowerBound + 1) of \(places.count)"
  }

  // MARK: What can be done

  func offers(_ desk: Desk) -> [Offer] {
    var offers: [Offer] = []
    switch item {
    case .session(let session):
      offers.append(Offer(.delete, "end the session of \(BrowserName.of(session.userAgent))", hint: "end"))
      offers.append(Offer(.open, "details of the session", hint: "details"))
      offers.append(Offer(.copy, "copy the address", hint: "copy"))
    case .password where desk.account?.passwordRefusal == nil: offers.append(Offer(.open, "change the password"))
    case .password, nil: break
    }
    let refusal = desk.account?.passwordRefusal.map { _ in "only its owner can, by the present one" }
    offers.append(Offer(.password, "change the password", hint: "password", off: refusal))
    offers.append(
      Offer(
        .endSessions, "sign out of every browser", hint: "sign out everywhere",
        off: sessionCount == 0 ? "no browser is signed in" : nil))
    offers += [
      Offer(.nextField, "next section", hint: "section"), Offer(.previousField, "previous section"), Offer(.back),
      Offer(.cancel, "back"),
    ]
    return offers + [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown].map { Offer($0) }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let page = max(1, area.height - 2)
    switch action {
    case .up: move(-1)
    case .down: move(1)
    case .pageUp: move(-page)
    case .pageDown: move(page)
    case .halfPageUp: move(-max(1, page / 2))
    case .halfPageDown: move(max(1, page / 2))
    case .top: move(-rows.count)
    case .bottom: move(rows.count)
    case .nextField: goToSection(1)
    case .previousField: goToSection(-1)
    case .open: open(&context)
    case .delete: if case .session(let session) = item { SessionWording.end(session, &context, leavingPage: false) }
    case .copy:
      if case .session(let session) = item { context.ask(.outside(.copy(session.address, what: "address"))) }
    case .password: changePassword(&context)
    case .endSessions: SessionWording.endAll(sessionCount, &context)
    case .back, .cancel: context.ask(.pop)
    default: break
    }
  }

  private mutating func move(_ delta: Int) {
    selected = max(0, min(selected + delta, rows.count - 1))
  }

  /// Goes to the first row of the next section that has any.
  private mutating func goToSection(_ step: Int) {
    let filled = sections.indices.filter { !sections[$0].rows.isEmpty }
    guard let section = currentSection, let index = filled.firstIndex(of: section) else { return }
    selected = places(of: filled[(index + step + filled.count) % filled.count]).lowerBound
  }

  private func open(_ context: inout Context) {
    switch item {
    case .password: changePassword(&context)
    case .session(let session): context.ask(.push(SessionPage(session)))
    case nil: break
    }
  }

  private func changePassword(_ context: inout Context) {
    let tokens = context.attempt { (account: Account) throws(AccountError) in try account.countApplicationTokens() }
    if let tokens { context.ask(.push(PasswordForm(tokens: tokens))) }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    let line = event.at.y - area.y
    guard area.contains(event.at), drawnRows.indices.contains(line), let row = drawnRows[line] else { return }
    selected = row
    if event.kind == .doubleClick { context.ask(.run(.open)) }
  }
}

extension AccountItem {
  var isSession: Bool { if case .session = self { true } else { false } }
}
