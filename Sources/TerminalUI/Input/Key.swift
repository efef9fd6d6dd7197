/// A key as the terminal sent it.
public enum Key: Hashable, Sendable {
  /// A character that can be typed; the space bar is `.character(" ")`.
  case character(Character)
  /// Ctrl and a letter (lower case) or sign.
  case control(Character)
  case enter, escape, tab, backTab, up, down, left, right, home, end, pageUp, pageDown, backspace, delete, insert
  /// Ctrl or Alt with the left and right arrow.
  case wordLeft, wordRight
  /// F1 and so on.
  case function(Int)
}

extension Key: CustomStringConvertible {
  /// "Ctrl-D", "Enter", "g", "Space", "F1".
  public var description: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(" "): "Ctrl-Space"
    case .control(let character): "Ctrl-" + character.uppercased()
    case .function(let number): "F\(number)"
    default: Key.names.first { $0.key == self }?.name ?? ""
    }
  }

  /// Reads what `description` writes, without regard to case where that is unambiguous.
  ///
  /// Also read: `^D`, `C-d`, `S-Tab`, `Return`, `Escape`, `PageUp`, `Delete` and the like. Names that reach a terminal
  /// as another key are that key: `Ctrl-I` is Tab.
  public init?(_ text: String) {
    let name = text.lowercased()
    if text.count == 1, let character = text.first {
      guard Key.canBeTyped(character) else { return nil }
      self = .character(character)
    } else if let named = Key.names.first(where: { $0.name.lowercased() == name })?.key ?? Key.aliases[name] {
      self = named
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), 1...24 ~= number {
      self = .function(number)
    } else if let control = Key.controlled(name) {
      self = control
    } else {
      return nil
    }
  }

  private static let names: [(key: Key, name: String)] = [
    (.character(" "), "Space"), (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"),
    (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"), (.home, "Home"), (.end, "End"),
    (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.backspace, "Backspace"), (.delete, "Del"), (.insert, "Ins"),
    (.wordLeft, "Ctrl-Left"), (.wordRight, "Ctrl-Right"), (.control(" "), "Ctrl-Space"),
  ]

  private static let aliases: [String: Key] = [
    "return": .enter, "escape": .escape, "s-tab": .backTab, "backtab": .backTab, "pageup": .pageUp,
    "page-up": .pageUp, "pagedown": .pageDown, "page-down": .pageDown, "delete": .delete, "insert": .insert,
    "^space": .control(" "), "c-space": .control(" "),
  ]

  private static func controlled(_ name: String) -> Key? {
    for prefix in ["ctrl-", "ctrl+", "c-", "^"] where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      guard rest.count == 1, let byte = rest.utf8.first, rest.utf8.count == 1 else { return nil }
      switch byte {
      case 0x61...0x7A, 0x5B...0x5F: return Key(controlCode: byte & 0x1F)
      case 0x40: return .control(" ")
      case 0x3F: return .backspace
      default: return nil
      }
    }
    return nil
  }

  /// The key that a byte below 0x20, or DEL, stands for.
  init(controlCode byte: UInt8) {
    switch byte {
    case 0x00: self = .control(" ")
    case 0x08, 0x7F: self = .backspace
    case 0x09: self = .tab
    case 0x0A, 0x0D: self = .enter
    case 0x1B: self = .escape
    case 0x01...0x1A: self = .control(Character(Unicode.Scalar(byte + 0x60)))
    default: self = .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  /// Whether a character may come from a key that types.
  static func canBeTyped(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { !(0...0x1F ~= $0.value) && !(0x7F...0x9F ~= $0.value) }
  }
}
