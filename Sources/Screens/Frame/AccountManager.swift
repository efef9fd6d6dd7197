import Accounts
import TerminalUI

/// The account manager without its terminal: keys go in, a canvas and requests to the world outside come out.
@MainActor
public final class AccountManager {
  /// The smallest terminal that it is useful on, in cells.
  public static let smallest = Size(width: 40, height: 12)

  /// What every page may look at.
  public internal(set) var desk: Desk
  /// The pages, the one that is seen on top.
  var pages: [any Page]
  /// The dialogs over the page, the one that has the keys on top.
  var dialogs: [any Page] = []
  var status: Status?
  /// Whose account a page is about when it is not that of whoever is signed in.
  private var guests: [PageID: Account] = [:]
  /// The lists of the other tabs, as they were left.
  private var shelf: [Tab: any Page] = [:]
  /// What was run from the commands, the newest first.
  var commands: [Offer] = []
  /// Queries that were asked for and not yet handed out.
  private var works: [(work: Work, account: Account?)] = []
  /// Requests to the world outside that were not yet handed out.
  private var outside: [Outside] = []

  /// Opens at the sign-in page, or at the applications of an account that is open already.
  public init(desk: Desk) {
    self.desk = desk
    pages = [SignInPage()]
    let problems = desk.keymap.problems
    perform { context in
      if let account = desk.account { context.ask(.signIn(account)) }
      let others = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
      if let problem = problems.first { context.say(.warning(problem + others)) }
    }
  }

  /// Whether something is shown that follows the database.
  public var followsChanges: Bool { desk.account != nil }

  /// Queries for the other thread that were asked for since the last call.
  func takeWorks() -> [(work: Work, account: Account?)] {
    defer { works = [] }
    return works
  }

  /// What was asked of the world outside since the last call.
  public func takeRequests() -> [Outside] {
    defer { outside = [] }
    return outside
  }

  // MARK: What comes in

  /// Takes what came from the terminal.
  public func handle(_ event: InputEvent) {
    switch event {
    case .resize(let size): desk.size = size
    case .endOfInput: outside.append(.quit)
    case .key(let key): press(key)
    case .paste(let text): if !isTooSmall { onTop { page, context in page.paste(text, &context) } }
    case .mouse(let event): if !isTooSmall { point(event) }
    }
  }

  /// The database was changed by somebody else.
  public func databaseChanged() {
    refreshAll()
  }

  /// Says a sentence on the status line: what became of a request.
  public func report(_ text: String, isError: Bool) {
    status = isError ? .error(text) : .ok(text)
  }

  /// Whether a secret is shown, which has other ways out than the clipboard.
  var showsSecret: Bool { pages.last is ShownOncePage }

  /// Text was handed to the clipboard.
  public func copied() {
    guard var page = pages.last as? ShownOncePage else { return }
    page.copied()
    pages[pages.count - 1] = page
  }

  /// Text came back from the editor.
  public func edited(_ text: String) {
    onTop { page, context in page.edited(text, &context) }
  }

  /// The answer of a query.
  func receive(_ answer: Answer) {
    let inDialogs = dialogs.firstIndex { $0.id == answer.page }
    if let inDialogs {
      perform { context in self.dialogs[inDialogs].receive(answer, &context) }
    } else if let index = pages.firstIndex(where: { $0.id == answer.page }) {
      perform(for: pages[index]) { context in self.pages[index].receive(answer, &context) }
    } else if let tab = shelf.first(where: { $0.value.id == answer.page })?.key {
      perform { context in self.shelf[tab]?.receive(answer, &context) }
    }
  }

  var isTooSmall: Bool { desk.size.width < Self.smallest.width || desk.size.height < Self.smallest.height }

  private func press(_ key: Key) {
    status = nil
    let offer = offer(for: key)
    guard !isTooSmall else {
      // What nobody sees, nobody means.
      if let offer, [.quitNow, .redraw, .suspend].contains(offer.action) { run(offer) }
      return
    }
    // A form's own key (Ctrl-E) comes before what a field would do with it.
    if let offer, [.submit, .editor].contains(offer.action), !key.isCharacter { return run(offer) }
    var taken = false
    onTop { page, context in taken = page.type(key, &context) }
    if !taken, let offer { run(offer) }
  }

  /// What a key asks for here and now, if it is not typed.
  private func offer(for key: Key) -> Offer? {
    let offers = offers
    return desk.keymap.actions(for: key).lazy.compactMap { action in offers.first { $0.action == action } }.first
  }

  private func run(_ offer: Offer) {
    if let reason = offer.reason {
      status = .note("\(offer.title) is off: \(reason).")
      return
    }
    let page = dialogs.last ?? pages[pages.count - 1]
    // Asked before it acts: afterwards another page may be on top.
    let isItsOwn =
      page.offers(desk(for: pages.last?.id)).contains { $0.action == offer.action } && offer.action != .quitNow
    guard isItsOwn else { return runEverywhere(offer.action) }
    onTop { page, context in page.perform(offer.action, &context) }
  }

  private func runEverywhere(_ action: Action) {
    perform { context in
      switch action {
      case .applications, .tokens, .authorized, .users, .clients, .audit:
        if let tab = self.tabs.first(where: { $0.action == action }) { self.leave(.go(tab), &context) }
      case .nextField, .previousField: self.goToNextTab(action == .nextField ? 1 : -1, &context)
      case .palette: context.ask(.present(self.palette))
      case .help: context.ask(.present(HelpDialog(offers: self.offers, keymap: self.desk.keymap)))
      case .cancel where self.pages.count > 1: self.leave(.pop, &context)
      case .quit: self.leave(self.pages.count > 1 ? .pop : .outside(.quit), &context)
      case .quitNow: self.quit(&context)
      case .redraw: context.ask(.outside(.redraw))
      case .suspend: context.ask(.outside(.suspend))
      case .connectDevice: context.ask(.push(DeviceCodePage()))
      case .allTokens: context.ask(.push(ListPage<AllTokenList>(id: Pages.next(), now: self.desk.now)))
      case .account: context.ask(.push(AccountPage()))
      case .mouse: context.ask(.outside(.toggleMouse))
      case .signOut: self.leave(.signOut(because: nil), &context)
      default: break
      }
    }
  }

  private func goToNextTab(_ step: Int, _ context: inout Context) {
    let tabs = tabs
    guard let tab = pages.first?.tab, let index = tabs.firstIndex(of: tab) else { return }
    leave(.go(tabs[(index + step + tabs.count) % tabs.count]), &context)
  }

  /// Quits; whoever asks twice is not asked again.
  private func quit(_ context: inout Context) {
    let isAsked = (dialogs.last as? ConfirmDialog)?.asksToLeave == true
    isAsked ? context.ask(.outside(.quit)) : leave(.outside(.quit), &context)
  }

  /// Asks for something that leaves the page, after a question if that would lose something.
  private func leave(_ effect: Effect, _ context: inout Context) {
    guard let page = pages.last(where: \.holdsTypedText) else { return context.ask(effect) }
    context.ask(.present(Discard.dialog(of: page) { $0.ask(effect) }))
  }

  private func point(_ event: MouseEvent) {
    if dialogs.isEmpty, event.at.y == 0, event.kind == .click, desk.account != nil,
      let tab = Header.tab(at: event.at.x, lit: litTab, desk)
    {
      return perform { leave(.go(tab), &$0) }
    }
    switch event.kind {
    case .wheelUp: turnWheel(.up)
    case .wheelDown: turnWheel(.down)
    case .click, .doubleClick: onTop { page, context in page.point(event, &context) }
    }
  }

  /// A turn of the wheel moves three rows, where rows can be moved through.
  private func turnWheel(_ action: Action) {
    guard let offer = offers.first(where: { $0.action == action }) else { return }
    for _ in 0..<3 { run(offer) }
  }

  // MARK: Effects

  /// Lets the page that has the keys do something, then does what it asked for.
  private func onTop(_ body: (inout any Page, inout Context) -> Void) {
    perform { context in
      if self.dialogs.isEmpty {
        body(&self.pages[self.pages.count - 1], &context)
      } else {
        body(&self.dialogs[self.dialogs.count - 1], &context)
      }
    }
  }

  /// Runs something for a page, the one that is seen unless another is named.
  private func perform(for page: (any Page)? = nil, _ body: (inout Context) -> Void) {
    let id = (page ?? pages.last)?.id
    var context = Context(desk: desk(for: id))
    let account = context.desk.account
    body(&context)
    for effect in context.effects {
      if case .work(let work) = effect { works.append((work, account)) } else { carryOut(effect) }
    }
  }

  /// The desk as a page sees it: with the account that it is about.
  func desk(for page: PageID?) -> Desk {
    guard let guest = page.flatMap({ guests[$0] }) else { return desk }
    var desk = desk
    desk.account = guest
    return desk
  }

  /// Whose account the page that is seen is about, when it is not that of whoever is signed in.
  var guest: Account? { pages.last.flatMap { guests[$0.id] } }

  /// The tabs of whoever is signed in.
  var tabs: [Tab] { desk.account.map { Tab.all(for: $0.user) } ?? [] }

  /// The tab that is lit: over somebody else's account, the one that led there.
  var litTab: Tab? { guest == nil ? pages.last?.tab : pages.first?.tab }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .push(let page): show(page, for: guest)
    case .visit(let account, let page): show(page, for: account)
    case .pop: if pages.count > 1 { guests[pages.removeLast().id] = nil }
    case .close(let id):
      if pages.count > 1 { pages.removeAll { $0.id == id } }
      guests[id] = nil
    case .present(let dialog):
      dialogs.append(dialog)
      perform { context in self.dialogs[self.dialogs.count - 1].appear(&context) }
    case .dismiss: if !dialogs.isEmpty { dialogs.removeLast() }
    case .go(let tab): go(to: tab)
    case .say(let status): self.status = status
    case .refresh: refreshAll()
    case .reveal(let row): for index in pages.indices { pages[index].reveal(row) }
    case .signIn(let account):
      desk.account = account
      status = nil
      shelf = [:]
      go(to: .applications)
    case .renew(let account):
      desk.account = account
      // Pages of it that were opened by way of the users.
      for (page, guest) in guests where guest.isOwn { guests[page] = account }
    case .signOut(let reason): signOut(reason)
    case .work: break  // Taken with its account by who runs the page.
    case .run(let action):
      if let offer = offers.first(where: { $0.action == action }) { run(offer) }
    case .remember(let offer): remember(offer)
    case .outside(let request): outside.append(request)
    }
  }

  private func show(_ page: any Page, for guest: Account? = nil) {
    guests[page.id] = guest
    pages.append(page)
    perform { context in self.pages[self.pages.count - 1].appear(&context) }
  }

  /// Goes to a tab's list, as it was left.
  private func go(to tab: Tab) {
    dialogs = []
    if let root = pages.first, let tab = root.tab { shelf[tab] = root }
    pages = []
    guests = [:]
    show(shelf.removeValue(forKey: tab) ?? list(of: tab))
  }

  private func list(of tab: Tab) -> any Page {
    switch tab {
    case .applications: ListPage<ApplicationList>(id: Pages.next(), now: desk.now)
    case .tokens: ListPage<TokenList>(id: Pages.next(), now: desk.now)
    case .authorized: ListPage<AuthorizedList>(id: Pages.next(), now: desk.now)
    case .users: ListPage<UserList>(id: Pages.next(), now: desk.now)
    case .clients: ListPage<ClientList>(id: Pages.next(), now: desk.now)
    case .audit: AuditPage(now: desk.now)
    }
  }

  private func refreshAll() {
    followRole()
    // A page may close itself, or all may go.
    for id in pages.map(\.id) {
      guard let index = pages.firstIndex(where: { $0.id == id }) else { continue }
      perform(for: pages[index]) { context in self.pages[index].refresh(&context) }
    }
  }

  /// Shows or takes away the tabs about everybody when somebody was promoted or demoted meanwhile.
  private func followRole() {
    guard let account = desk.account, let current = try? account.current(), current.user.role != account.user.role
    else { return }
    desk.account = current
    shelf = shelf.filter { tabs.contains($0.key) }
    let isLost = pages.contains { page in page.tab.map { !tabs.contains($0) } ?? false }
    if isLost || guest != nil {
      pages = []
      go(to: .applications)
      status = .warning("You are no administrator any more.")
    }
  }

  private func signOut(_ reason: String?) {
    if let account = desk.account, reason == nil { try? account.signOut() }
    // Over SSH the key is the sign-in: nobody becomes somebody else there.
    guard desk.machine != nil else { return outside.append(.leave(because: reason)) }
    desk.account = nil
    dialogs = []
    pages = []
    guests = [:]
    shelf = [:]
    commands = []
    show(SignInPage(reason: reason))
  }
}
