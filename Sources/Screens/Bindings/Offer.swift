/// An action that a page offers here and now: the one source of the hint line, the help, the palette and what a key
/// does.
struct Offer: Sendable {
  /// The action.
  let action: Action
  /// What it does here, for help and palette: `revoke token "laptop"`.
  let title: String
  /// One or two words for the hint line; nothing keeps it off that line.
  let hint: String?
  /// Why it cannot be done now; nothing when it can.
  let reason: String?
  /// The theme that it chooses, if it is about one.
  let theme: String?

  init(
    _ action: Action, _ title: String? = nil, hint: String? = nil, off reason: String? = nil, theme: String? = nil
  ) {
    self.action = action
    self.title = title ?? action.title
    self.hint = hint
    self.reason = reason
    self.theme = theme
  }

  /// Whether both do the same, whatever they are called where they are offered.
  func isSame(as other: Offer) -> Bool { action == other.action && theme == other.theme }
}
