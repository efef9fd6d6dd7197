/// The themes that are part of the program: they need no file, and stand in for files that are missing or wrong.
public enum BuiltInThemes {
  private static let bold = Look(attributes: .bold)
  private static let underlined = Look(attributes: .underline)
  private static let reversed = Look(attributes: .reverse)
  private static let dim = Look(attributes: .dim)
  private static let red = Look(foreground: .ansi(1), attributes: .bold)

  /// The user's own colours: the terminal's default text and ground, its sixteen colours, and attributes. The default.
  public static let terminal = ResolvedTheme(
    name: "terminal",
    looks: monochromeLooks.merging(
      [.muted: dim, .placeholder: dim, .error: red, .badgeDanger: red, .flashError: red], uniquingKeysWith: { $1 }))

  /// Attributes only.
  public static let monochrome = ResolvedTheme(name: "monochrome", looks: monochromeLooks)

  private static let monochromeLooks: [Role: Look] = [
    .title: bold, .tabActive: reversed, .column: bold, .selection: reversed, .selectionInactive: bold,
    .match: underlined, .key: bold, .inputFocus: bold, .error: bold, .link: underlined, .secret: bold,
    .badgeWarn: bold, .badgeDanger: bold, .flashOK: bold, .flashWarn: bold, .flashError: bold,
  ]

  /// The files of the folder `themes`, by the names of their themes, as they were when the program was built.
  static let files: [String: [UInt8]] = [
    "terminal": PackageResources.terminal_json5,
    "monochrome": PackageResources.monochrome_json5,
    "high-contrast": PackageResources.high_contrast_json5,
    "postern-dark": PackageResources.postern_dark_json5,
    "postern-light": PackageResources.postern_light_json5,
  ]
}
