import TerminalUI

/// Everything that a key can do. Its raw value names it in the configuration's `keys`.
public enum Action: String, Sendable, CaseIterable {
  case up, down, top, bottom, pageUp, pageDown, halfPageUp, halfPageDown
  case open, back, cancel, quit, quitNow
  case nextField, previousField
  case applications, tokens, authorized, users, clients, audit
  case account, allTokens
  case filter, nextMatch, previousMatch, earlier, later, sort, state
  case new, edit, delete, resetSecret, endSecret, revokeAll
  case lock, role, password, endSessions, transfer, follow, timeZone
  case copy, mark, export, writeFile, plainView
  case palette, help, redraw, suspend
  case submit, editor
  case connectDevice
  case mouse, signOut, revokeExpired, theme

  /// Where an action can be asked for; two actions may share a key only if no place knows both.
  enum Place: CaseIterable {
    case everywhere, list, search, form, shownOnce
  }

  /// The default keys and the places of the action.
  var defaults: (keys: [Key], places: [Place]) {
    switch self {
    case .up: ([.character("k"), .up], [.list])
    case .down: ([.character("j"), .down], [.list])
    case .top: ([.character("g"), .home], [.list])
    case .bottom: ([.character("G"), .end], [.list])
    case .pageUp: ([.pageUp], [.list])
    case .pageDown: ([.pageDown], [.list])
    case .halfPageUp: ([.control("u")], [.list])
    case .halfPageDown: ([.control("d")], [.list])
    case .open: ([.enter, .character("l"), .right], [.list])
    case .back: ([.character("h"), .left], [.list])
    case .cancel: ([.escape], [.everywhere])
    case .quit: ([.character("q")], [.list, .shownOnce])
    case .quitNow: ([.character("Q"), .control("c")], [.everywhere])
    case .nextField: ([.tab], [.everywhere])
    case .previousField: ([.backTab], [.everywhere])
    case .applications: ([.character("1")], [.list])
    case .tokens: ([.character("2")], [.list])
    case .authorized: ([.character("3")], [.list])
    case .users: ([.character("4")], [.list])
    case .clients: ([.character("5")], [.list])
    case .audit: ([.character("6")], [.list])
    case .account: ([.character("a")], [.list])
    case .allTokens: ([.character("7")], [.list])
    case .filter: ([.character("/")], [.list])
    case .nextMatch: ([.character("n")], [.search])
    case .previousMatch: ([.character("N")], [.search])
    case .earlier: ([.control("p")], [.list])
    case .later: ([.control("n")], [.list])
    case .sort: ([.character("s")], [.list])
    case .state: ([.character("f")], [.list])
    case .new: ([.character("n")], [.list])
    case .edit: ([.character("e")], [.list])
    case .delete: ([.character("d")], [.list])
    case .resetSecret: ([.character("R")], [.list])
    case .endSecret: ([.character("E")], [.list])
    case .revokeAll: ([.character("T")], [.list])
    case .lock: ([.character("L")], [.list])
    case .role: ([.character("P")], [.list])
    case .password: ([.character("p")], [.list])
    case .endSessions: ([.character("S")], [.list])
    case .transfer: ([.character("O")], [.list])
    case .follow: ([.character("F")], [.list])
    case .timeZone: ([.character("t")], [.list])
    case .copy: ([.character("y")], [.list, .shownOnce])
    case .mark: ([.character(" ")], [.list])
    case .export: ([.character("x")], [.list])
    case .writeFile: ([.character("w")], [.shownOnce])
    case .plainView: ([.character("p")], [.shownOnce])
    case .palette: ([.character(":")], [.everywhere])
    case .help: ([.character("?"), .function(1)], [.everywhere])
    case .redraw: ([.control("l")], [.everywhere])
    case .suspend: ([.control("z")], [.everywhere])
    case .connectDevice: ([.character("c")], [.list])
    case .submit: ([.control("s")], [.form])
    case .editor: ([.control("e")], [.form])
    case .mouse, .signOut, .revokeExpired, .theme: ([], [.everywhere])
    }
  }

  /// What it does, in the words of the help and the palette, where no page says it better.
  var title: String {
    switch self {
    case .up: "up"
    case .down: "down"
    case .top: "first row"
    case .bottom: "last row"
    case .pageUp: "page up"
    case .pageDown: "page down"
    case .halfPageUp: "half a page up"
    case .halfPageDown: "half a page down"
    case .open: "open"
    case .back: "back"
    case .cancel: "close, clear the filter, or back"
    case .quit: "back, and at the top quit"
    case .quitNow: "quit"
    case .nextField: "next field"
    case .previousField: "previous field"
    case .applications: "go to applications"
    case .tokens: "go to tokens"
    case .authorized: "go to authorized applications"
    case .users: "go to users"
    case .clients: "go to clients"
    case .audit: "go to the audit log"
    case .account: "your account"
    case .allTokens: "go to the tokens of all"
    case .filter: "filter"
    case .nextMatch: "next match"
    case .previousMatch: "previous match"
    case .earlier: "what was typed before"
    case .later: "what was typed after that"
    case .sort: "sort: next column or order"
    case .state: "show active, expired or all"
    case .new: "new"
    case .edit: "edit"
    case .delete: "delete"
    case .resetSecret: "reset the client secret"
    case .endSecret: "end one of two client secrets"
    case .revokeAll: "revoke all tokens"
    case .lock: "disable or enable"
    case .role: "make an administrator, or no longer one"
    case .password: "set a password"
    case .endSessions: "sign out everywhere"
    case .transfer: "give to another owner"
    case .follow: "follow"
    case .timeZone: "UTC or local time"
    case .copy: "copy"
    case .mark: "mark"
    case .export: "export what is listed"
    case .writeFile: "write to a file, mode 0600"
    case .plainView: "plain view, for the mouse"
    case .palette: "commands"
    case .help: "help"
    case .redraw: "redraw the screen"
    case .suspend: "suspend"
    case .submit: "save"
    case .editor: "edit the field in $EDITOR"
    case .connectDevice: "connect a device"
    case .mouse: "mouse on or off"
    case .signOut: "sign out"
    case .revokeExpired: "revoke all expired tokens"
    case .theme: "theme"
    }
  }
}
