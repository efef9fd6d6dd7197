import TerminalUI

/// What the status line says, with a sign beside its colour.
struct Status: Sendable, Equatable {
  enum Kind: Sendable {
    case ok, note, warning, error
  }

  let kind: Kind
  let text: String

  static func ok(_ text: String) -> Status { Status(kind: .ok, text: text) }
  static func note(_ text: String) -> Status { Status(kind: .note, text: text) }
  static func warning(_ text: String) -> Status { Status(kind: .warning, text: text) }
  static func error(_ text: String) -> Status { Status(kind: .error, text: text) }

  /// The sign in front of the text.
  var sign: String {
    switch kind {
    case .ok: "ok"
    case .note: ""
    case .warning, .error: "!"
    }
  }

  var role: Role {
    switch kind {
    case .ok: .flashOK
    case .note: .text
    case .warning: .flashWarn
    case .error: .flashError
    }
  }
}
