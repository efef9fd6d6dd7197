import TerminalUI

/// The box that dialogs stand in.
enum DialogFrame {
  /// The widest text of a dialog, in cells.
  static let widest = 62

  /// The width that a dialog's text has on a canvas.
  static func textWidth(in rect: Rect) -> Int { max(10, min(widest, rect.width - (rect.width < 60 ? 4 : 6))) }

  /// Draws a box in the middle for so many lines of text.
  /// - Returns: where the text goes.
  static func draw(
    title: String, width: Int, lines: Int, on canvas: inout Canvas, in rect: Rect, role: Role = .dialog
  ) -> Rect {
    let box = rect.centred(Size(width: width + 4, height: lines + 2))
    canvas.box(box, title: title, role: role)
    return box.inset(by: 2, 1)
  }
}
