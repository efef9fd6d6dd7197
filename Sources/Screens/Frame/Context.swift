import Accounts
import Storage
import TerminalUI

/// A page's way to everything beyond it: what it wants done is listed here, and done after it has returned.
@MainActor
struct Context {
  /// What every page may look at.
  let desk: Desk
  /// What shall be done, in order.
  private(set) var effects: [Effect] = []

  init(desk: Desk) {
    self.desk = desk
  }

  /// Asks for something to be done.
  mutating func ask(_ effect: Effect) {
    effects.append(effect)
  }

  /// Puts a sentence on the status line.
  mutating func say(_ status: Status) {
    effects.append(.say(status))
  }

  /// Runs a use case; its failure goes to the status line (or, when the account was disabled, to the sign-in page).
  mutating func attempt<Value>(_ useCase: (Account) throws(AccountError) -> Value) -> Value? {
    guard let account = desk.account else { return nil }
    do {
      return try useCase(account)
    } catch {
      fail(error)
      return nil
    }
  }

  /// Runs a use case about everybody's accounts, in the same way.
  mutating func administrate<Value>(
    _ useCase: (Administration) throws(AccountError) -> Value
  ) -> Value? {
    attempt { (account: Account) throws(AccountError) in try useCase(account.administration()) }
  }

  /// Reads again what a page is about. When that is gone, the page closes and says so.
  ///
  /// - Parameter sentence: says what is gone, and how.
  mutating func reread(_ page: PageID, orSay sentence: String, _ read: (Account) throws(AccountError) -> Void) {
    guard let account = desk.account else { return }
    do {
      try read(account)
    } catch {
      guard case .notFound = error else { return fail(error) }
      ask(.close(page))
      say(.warning(sentence))
    }
  }

  /// Tells of a failure.
  mutating func fail(_ error: AccountError) {
    switch error {
    case .signedOut: effects.append(.signOut(because: error.sentence))
    case .storage(.interrupted): break
    // The tabs about everybody go.
    case .notAdministrator: effects += [.say(.error(error.sentence)), .refresh]
    case .notFound: effects.append(.say(.error("It was removed elsewhere meanwhile; nothing was changed.")))
    default: effects.append(.say(.error(error.sentence)))
    }
  }
}

/// Something that a page asks for.
enum Effect {
  /// Shows a page over the present one, or goes back to the one below.
  case push(any Page)
  case pop
  /// Shows a page about somebody else's account; so are those that it leads to.
  case visit(Account, any Page)
  /// Closes a page wherever it is: what it was about is gone.
  case close(PageID)
  /// Shows a dialog over the page, or closes the one on top.
  case present(any Page)
  case dismiss
  /// Goes to a tab's list.
  case go(Tab)
  case say(Status)
  /// Lets every page read again what it shows.
  case refresh
  /// Lets lists select a row that was just made, by its number, if it is among those in memory.
  case reveal(Int64)
  /// Somebody has signed in; nobody is any more.
  case signIn(Account)
  /// The visit goes on with the same account, opened otherwise.
  case renew(Account)
  case signOut(because: String?)
  /// Runs a query on the other thread; one of the same page and kind that still runs is interrupted.
  case work(Work)
  /// Lets the page on top do one of its offers, as if its key had been pressed.
  case run(Action)
  /// Keeps what was run from the commands, so that it can be fetched back there.
  case remember(Offer)
  /// Something for the terminal.
  case outside(Outside)
}

/// What only the program around the screens can do.
public enum Outside: Sendable, Equatable {
  /// Leaves the account manager.
  case quit
  /// The same, because nobody is signed in any more; with a reason unless they wanted it so.
  case leave(because: String?)
  /// Stops the program until the shell continues it.
  case suspend
  /// Paints everything anew.
  case redraw
  /// Sends text to the terminal's clipboard (OSC 52); `what` names it on the status line.
  case copy(String, what: String)
  /// Shows text on the plain screen, to be selected with the mouse.
  case plain(String)
  /// Opens text in `$EDITOR`.
  case edit(String)
  /// Chooses a theme.
  case theme(String)
  /// Turns the mouse on or off.
  case toggleMouse
}

/// A query for the other thread.
struct Work: Sendable {
  enum Kind: Sendable, Hashable {
    case rows, count, signIn, password, export
  }

  let page: PageID
  let kind: Kind
  let run: @Sendable (Account?, Accounts) throws(AccountError) -> any Sendable
}

/// What a query has found.
struct Answer: Sendable {
  let page: PageID
  let kind: Work.Kind
  let result: Result<any Sendable, AccountError>
}
