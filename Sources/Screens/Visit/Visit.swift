import Accounts
import Configuration
import FoundationEssentials
import Glibc
import Model
import Storage
import TerminalUI
import Threads

/// Where themes come from, and when one has changed.
public struct ThemeSource: Sendable {
  /// The theme of a name, and a sentence if something is wrong with it.
  public let load: @Sendable (String) -> (theme: ResolvedTheme, warning: String?)
  /// A number that changes when a file of the theme does.
  public let stamp: @Sendable (String) -> Int

  /// A source made of closures.
  public init(
    load: @escaping @Sendable (String) -> (theme: ResolvedTheme, warning: String?),
    stamp: @escaping @Sendable (String) -> Int = { _ in 0 }
  ) {
    self.load = load
    self.stamp = stamp
  }
}

/// A visit to the account manager on a real terminal, from the first paint to the last.
@MainActor
public final class Visit {
  /// How often the database and the theme are looked at for changes, in seconds.
  private static let pulse = 1.0

  private let manager: AccountManager
  private let terminal: Terminal
  private let signals: Signals
  private let waker: Waker
  private let loop: EventLoop
  private let searcher: QueryWorker
  private let clerk: QueryWorker
  private let store: Store
  private let themes: ThemeSource
  private let machine: Machine?
  /// Why the visit ended, when not because the person left.
  private var farewell: String?
  private var themeName: String
  private var themeStamp: Int
  private var seenChange: Int64?
  private var isMouseOn = false
  private var isOver = false
  /// Whether the database file was moved or deleted.
  private var isGone = false
  /// The moment of the next look at the database.
  private var nextPulse: ContinuousClock.Instant?

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - desk: what the visit starts with; glyphs and size are the terminal's.
  ///   - theme: the name of the first theme.
  ///   - themes: where themes come from.
  public init(desk: Desk, theme: String, themes: ThemeSource) throws(TerminalError) {
    signals = try Signals()
    waker = try Waker()
    terminal = try Terminal()
    loop = EventLoop(input: terminal.inputDescriptor, signals: signals, waker: waker)
    store = desk.accounts.store
    var desk = desk
    desk.size = terminal.size
    desk.glyphs = terminal.glyphs
    manager = AccountManager(desk: desk)
    let wake: @Sendable () -> Void = { [waker] in waker.wake() }
    searcher = QueryWorker(accounts: desk.accounts, wake: wake)
    clerk = QueryWorker(accounts: desk.accounts, wake: wake)
    self.themes = themes
    machine = desk.machine
    themeName = theme
    let (resolved, warning) = themes.load(theme)
    // What was looked at on the way is known only now.
    themeStamp = themes.stamp(theme)
    terminal.apply(theme: resolved)
    if let warning { manager.report(warning, isError: true) }
    if terminal.isAssumed {
      manager.report("TERM is not set or not known; xterm-256color is assumed.", isError: true)
    }
  }

  /// Runs until the person leaves or the terminal is gone, then gives the terminal back.
  ///
  /// - Returns: a sentence that says why it ended, when it was not the person who left.
  @discardableResult
  public func run() -> String? {
    defer {
      stopWorkers()
      terminal.close()
    }
    seenChange = try? store.changeCounter()
    carryOn()
    while !isOver {
      terminal.present(manager.draw())
      let wake = loop.wait(until: deadline)
      if wake.contains(.hangUp) { return nil }
      if wake.contains(.signals) { signals.drain().forEach(answer) }
      // Everything that was typed is taken before one picture is drawn.
      if wake.contains(.input) { terminal.readEvents().forEach(manager.handle) }
      if wake.contains(.woken) { (searcher.takeAnswers() + clerk.takeAnswers()).forEach(manager.receive) }
      if wake.contains(.time) { lookForChanges() }
      carryOn()
    }
    return farewell
  }

  // MARK: What happens

  private func answer(_ signal: Signal) {
    switch signal {
    case .terminate, .hangUp, .interrupt: isOver = true
    case .resized: if let event = terminal.resize() { manager.handle(event) }
    case .continued:
      terminal.continued()
      manager.handle(.resize(terminal.size))
    case .stop: suspend()
    }
  }

  private var deadline: ContinuousClock.Instant? {
    guard manager.followsChanges else {
      nextPulse = nil
      return nil
    }
    let due = nextPulse ?? ContinuousClock.now + .seconds(Self.pulse)
    nextPulse = due
    return due
  }

  private func lookForChanges() {
    nextPulse = nil
    do throws(StorageError) {
      let change = try store.changeCounter()
      if change != seenChange || isGone { manager.databaseChanged() }
      (seenChange, isGone) = (change, false)
    } catch {
      // Said once: what is tried then says it again.
      if case .gone = error, !isGone {
        isGone = true
        manager.report(AccountError.storage(error).sentence, isError: true)
      }
    }
    let stamp = themes.stamp(themeName)
    if stamp != themeStamp { use(theme: themeName) }
  }

  private func use(theme name: String) {
    themeName = name
    let (theme, warning) = themes.load(name)
    themeStamp = themes.stamp(name)
    terminal.apply(theme: theme)
    manager.report(warning ?? "Theme \(theme.name).", isError: warning != nil)
  }

  /// Hands queries to the other threads and requests to the terminal.
  private func carryOn() {
    for (work, account) in manager.takeWorks() {
      switch work.kind {
      case .rows, .count: searcher.submit(work, for: account)
      case .signIn, .password, .export: clerk.submit(work, for: account)
      }
    }
    manager.takeRequests().forEach(carryOut)
  }

  private func carryOut(_ request: Outside) {
    switch request {
    case .quit: isOver = true
    case .leave(let reason):
      farewell = reason
      isOver = true
    case .suspend:
      suspend()
      manager.handle(.resize(terminal.size))
    case .redraw: terminal.redraw()
    case .copy(let text, let what): copy(text, what: what)
    case .plain(let text): showPlain(text)
    case .edit(let text): edit(text)
    case .theme(let name): use(theme: name)
    case .toggleMouse:
      isMouseOn.toggle()
      terminal.setMouse(isMouseOn)
      manager.report("The mouse is \(isMouseOn ? "on" : "off").", isError: false)
    }
  }

  /// Stops until the shell continues it; without a shell, nobody would.
  private func suspend() {
    if machine != nil { terminal.suspend() }
  }

  private func copy(_ text: String, what: String) {
    if terminal.copyToClipboard(text) {
      manager.copied()
      manager.report("Sent the \(what) with OSC 52. Paste somewhere to check it arrived.", isError: false)
    } else {
      let plain = machine == nil ? "press p for a plain view" : "press w to write a file, or p for a plain view"
      let way = manager.showsSecret ? plain : "select it with the mouse"
      manager.report("This terminal has no clipboard to reach: \(way).", isError: true)
    }
  }

  private func showPlain(_ text: String) {
    terminal.withTerminalRestored {
      PlainScreen.show(text, input: terminal.inputDescriptor, whenReadable: stays(untilReadable:))
    }
    manager.handle(.resize(terminal.size))
  }

  private func edit(_ text: String) {
    guard let machine else { return }
    let result = terminal.withTerminalRestored {
      ExternalEditor.edit(text, on: machine, whenReadable: stays(untilReadable:))
    }
    manager.handle(.resize(terminal.size))
    switch result {
    case .success(let edited): manager.edited(edited)
    case .failure(let problem): manager.report(problem.sentence, isError: true)
    }
  }

  /// Waits, while somebody else has the terminal, until a descriptor can be read; false when it is time to leave.
  private func stays(untilReadable descriptor: Int32) -> Bool {
    let loop = EventLoop(input: descriptor, signals: signals, terminal: terminal.inputDescriptor)
    while !isOver {
      let wake = loop.wait()
      if wake.contains(.hangUp) || wake.contains(.signals) && signals.drain().contains(where: \.ends) { isOver = true }
      if wake.contains(.input) { break }
    }
    return !isOver
  }

  private func stopWorkers() {
    searcher.stop()
    clerk.stop()
    // An export that is cut off removes its file; that takes a moment.
    let limit = ContinuousClock.now + .milliseconds(500)
    while clerk.isBusy, ContinuousClock.now < limit { Thread.sleep(for: .milliseconds(2)) }
  }
}
