import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// What belongs to an account itself: its password, the browsers that are signed in, the keys that open it over SSH, and
/// what happened in it last.
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
    var offers = offersOfItem(desk)
    let account = desk.account
    offers.append(
      Offer(
        .password, "change the password", hint: "password",
        off: account?.passwordRefusal == nil ? nil : "only its owner can, by the present one"))
    offers.append(Offer(.new, "add an SSH key", hint: "add key", off: desk.ownersOnly))
    offers.append(
      Offer(
        .endSessions, "sign out of every browser", hint: "sign out all",
        off: sessionCount == 0 ? "no browser is signed in" : nil))
    offers += [
      Offer(.nextField, "next section", hint: "section"), Offer(.previousField, "previous section"), Offer(.back),
      Offer(.cancel, "back"),
    ]
    return offers + [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown].map { Offer($0) }
  }

  /// What can be done with what is chosen.
  private func offersOfItem(_ desk: Desk) -> [Offer] {
    switch item {
    case .session(let session):
      [
        Offer(.delete, "end the session of \(BrowserName.of(session.userAgent))", hint: "end"),
        Offer(.open, "details of the session", hint: "details"), Offer(.copy, "copy the address", hint: "copy"),
      ]
    case .key(let key):
      [
        Offer(.delete, "remove the key \"\(key.name)\"", hint: "remove"),
        Offer(.open, "details of the key", hint: "details"), Offer(.copy, "copy the fingerprint", hint: "copy"),
      ]
    case .event: [Offer(.open, "details of what happened", hint: "details")]
    case .password where desk.account?.passwordRefusal == nil: [Offer(.open, "change the password")]
    case .password, nil: []
    }
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
    case .delete: delete(&context)
    case .copy: copy(&context)
    case .password: changePassword(&context)
    case .new: context.ask(.push(SSHKeyForm()))
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
    case .key(let key): context.ask(.push(SSHKeyPage(key)))
    case .event(let line): context.ask(.push(ActivityPage(line)))
    case nil: break
    }
  }

  private func delete(_ context: inout Context) {
    switch item {
    case .session(let session): SessionWording.end(session, &context, leavingPage: false)
    case .key(let key): SSHKeyWording.remove(key, &context, leavingPage: false)
    case .password, .event, nil: break
    }
  }

  private func copy(_ context: inout Context) {
    switch item {
    case .session(let session): context.ask(.outside(.copy(session.address, what: "address")))
    case .key(let key): context.ask(.outside(.copy(key.fingerprint, what: "fingerprint")))
    case .password, .event, nil: break
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
