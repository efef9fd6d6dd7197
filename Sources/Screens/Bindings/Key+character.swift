import TerminalUI

extension Key {
  /// Whether it types a character.
  var isCharacter: Bool { if case .character = self { true } else { false } }
}
