import TerminalUI

/// The question before typed text is dropped.
@MainActor
enum Discard {
  /// Asks whether to leave and lose what was typed.
  static func dialog(leaving leave: @escaping (inout Context) -> Void) -> ConfirmDialog {
    ConfirmDialog(
      title: "Discard", lines: ["What you typed here is not saved.", "Leave and lose it?"], verb: "Discard"
    ) { _, context in leave(&context) }
  }
}
