/// The machine that the account manager runs on, for whom it is theirs to use: their files, their editor, the shell that
/// they came from. Whoever comes in over SSH has none of it there, so that nothing is written or run for them.
public struct Machine: Sendable {
  /// Where exports go unless told otherwise.
  let exportFolder: String

  /// - Parameter exportFolder: where exports go unless told otherwise.
  public init(exportFolder: String) {
    self.exportFolder = exportFolder
  }

  /// Why something is off that would need the machine.
  static let isNotYours = "over SSH nothing but the screen is yours"
}
