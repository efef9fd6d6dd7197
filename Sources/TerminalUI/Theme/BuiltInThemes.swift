/// The themes that need no file.
public enum BuiltInThemes {
  /// The user's own colours: the terminal's default text and ground, its sixteen colours, and attributes.
  public static let terminal = ResolvedTheme(
    name: "terminal",
    looks: [
      .text: Look(),
      .muted: Look(attributes: .dim),
      .title: Look(attributes: .bold),
      .tabActive: Look(attributes: .reverse),
      .selection: Look(attributes: .reverse),
      .selectionInactive: Look(attributes: .bold),
      .match: Look(attributes: .underline),
      .key: Look(attributes: .bold),
      .error: Look(foreground: .ansi(1)),
    ])

  /// Attributes only.
  public static let monochrome = ResolvedTheme(
    name: "monochrome",
    looks: [
      .text: Look(),
      .title: Look(attributes: .bold),
      .tabActive: Look(attributes: .reverse),
      .selection: Look(attributes: .reverse),
      .selectionInactive: Look(attributes: .bold),
      .match: Look(attributes: .underline),
      .key: Look(attributes: .bold),
    ])
}
