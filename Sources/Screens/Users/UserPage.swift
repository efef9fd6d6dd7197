import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// One user, for administrators: who they are, what is theirs, and the ways to it.
struct UserPage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .users
  private var user: User
  private var holdings: Holdings?
  private var keys: [SSHKey] = []
  private var events: [AuditLine] = []
  var values = ValueLines()

  /// Where counts stop: enough to know that it is a lot, and counted in no time.
  private static let cap = 1000
  /// How many keys, and how many lines of what happened last, are shown; the page of their account has the others.
  private static let shown = 5

  init(_ user: User) {
    self.user = user
  }

  var crumbs: [String] { [user.email.text] }

  mutating func appear(_ context: inout Context) {
    let user = user
    let noted: Void? = context.administrate { (administration: Administration) throws(AccountError) in
      try administration.noteView(of: user)
    }
    if noted != nil { read(&context) }
  }

  mutating func refresh(_ context: inout Context) {
    read(&context)
  }

  private mutating func read(_ context: inout Context) {
    context.reread(id, orSay: "\(user.email) is gone; the account was deleted elsewhere.") {
      (account: Account) throws(AccountError) in
      let administration = try account.administration()
      user = try administration.again(user).user
      holdings = try administration.holdings(of: user, cap: Self.cap)
      let theirs = administration.account(of: user)
      keys = try theirs.sshKeys()
      events = try theirs.recentActivity(limit: Self.shown)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [Offer(.open, "open what is under the cursor", hint: "open")]
      + UserWording.offers(user, off: nil, isOnPage: true) + [
        Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
      ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    switch action {
    case .open:
      guard let belongings = line?.opens else {
        context.say(.note("There is nothing to open under the cursor."))
        return true
      }
      visit(belongings, &context)
    case .copy, .cancel, .back: return false
    default: UserWording.perform(action, on: user, &context, leavingPage: true)
    }
    return true
  }

  /// Opens a list of theirs; one's own as its owner.
  private func visit(_ belongings: Belongings, _ context: inout Context) {
    let user = user
    let isOwn = user.id == context.desk.account?.user.id
    let theirs = context.administrate { (administration: Administration) throws(AccountError) in
      try administration.account(of: user, toSee: belongings)
    }
    guard let theirs, let account = isOwn ? context.desk.account : theirs else { return }
    let now = context.desk.now
    let page: any Page =
      switch belongings {
      case .applications: ListPage<ApplicationList>(id: Pages.next(), now: now)
      case .tokens: ListPage<TokenList>(id: Pages.next(), now: now)
      case .authorized: ListPage<AuthorizedList>(id: Pages.next(), now: now)
      case .account: AccountPage()
      }
    context.ask(.visit(account, page))
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    values.point(event)
    if event.kind == .doubleClick { context.ask(.run(.open)) }
  }

  func labelWidth(_ desk: Desk) -> Int { desk.size.width < 60 ? 14 : 15 }

  func lines(_ desk: Desk) -> [DetailLine] {
    [DetailLine("E-mail", user.email.text, copies: user.email.text)] + UserWording.facts(of: user, desk)
      + belongings(desk) + keyLines(desk) + eventLines(desk)
  }

  /// What is theirs, with the ways to it.
  private func belongings(_ desk: Desk) -> [DetailLine] {
    guard let holdings else { return [] }
    func count(_ count: Int, _ noun: String) -> String { Counting.of(count, noun, cap: Self.cap) }
    let people = holdings.people == 0 ? "" : ", which \(count(holdings.people, "user")) let in"
    let held = holdings.grants == 0 ? "" : ", \(count(holdings.heldTokens, "live token"))"
    let house = holdings.internalTokens == 0 ? "" : ", and \(count(holdings.internalTokens, "token")) of the house"
    let seen = holdings.sessionSeenAt.map { ", last used \(RelativeTime.past($0, now: desk.now))" } ?? ""
    return [
      DetailLine(),
      DetailLine("Applications", count(holdings.applications, "application") + people, opens: .applications),
      DetailLine("Tokens", count(holdings.personalTokens, "live personal token") + house, opens: .tokens),
      DetailLine("Authorized", count(holdings.grants, "application") + held, opens: .authorized),
      DetailLine("Browsers", count(holdings.sessions, "session") + seen, opens: .account),
      DetailLine("SSH keys", Counting.of(keys.count, "key"), opens: .account),
    ]
  }

  private func keyLines(_ desk: Desk) -> [DetailLine] {
    keys.prefix(Self.shown).map { key in
      let used = "used \(RelativeTime.past(key.lastUsedAt, now: desk.now))"
      return DetailLine("", "\(key.name), \(used), \(key.fingerprint)", copies: key.fingerprint)
    }
  }

  private func eventLines(_ desk: Desk) -> [DetailLine] {
    guard !events.isEmpty else { return [] }
    let width = max(10, desk.size.width - 20)
    let lines = events.enumerated().map { index, line in
      let text = "\(ActivityWording.sentence(line, for: user)), \(RelativeTime.past(line.at, now: desk.now))"
      return DetailLine(
        index == 0 ? "Activity" : "", TextWidth.truncated(text, to: width), opens: index == 0 ? .account : nil)
    }
    return [DetailLine()] + lines
  }
}
