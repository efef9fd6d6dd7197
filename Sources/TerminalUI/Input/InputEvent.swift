/// What comes from the terminal.
public enum InputEvent: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// Bracketed paste: text, never keys. Line ends are line feeds.
  case paste(String)
  /// The mouse; only after `Terminal.setMouse(true)`.
  case mouse(MouseEvent)
  /// The terminal has another size now.
  case resize(Size)
  /// The terminal is gone.
  case endOfInput
}
