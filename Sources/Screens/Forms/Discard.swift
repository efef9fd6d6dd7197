import TerminalUI

/// The question before typed text is dropped.
@MainActor
enum Discard {
  /// Asks whether to leave a page and lose what it holds.
  static func dialog(of page: any Page, leaving leave: @escaping (inout Context) -> Void) -> ConfirmDialog {
    let loss = page.loss
    return ConfirmDialog(title: loss.title, lines: loss.lines, verb: loss.verb, asksToLeave: true) { _, context in
      leave(&context)
    }
  }
}
