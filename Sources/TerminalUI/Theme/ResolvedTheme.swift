/// A theme with its palette looked up and what it inherits filled in: a look for every role.
public struct ResolvedTheme: Sendable, Equatable {
  /// The ground that a theme is made for.
  public enum Variant: String, Sendable, CaseIterable {
    case dark, light, any
  }

  /// What the theme calls itself.
  public let name: String
  /// The ground it is made for.
  public let variant: Variant
  private let looks: [Role: Look]

  /// A theme from looks; roles without one look like `text`.
  public init(name: String, variant: Variant = .any, looks: [Role: Look]) {
    self.name = name
    self.variant = variant
    let text = looks[.text] ?? Look()
    self.looks = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, looks[$0] ?? text) })
  }

  /// The look of a role.
  public subscript(role: Role) -> Look { looks[role] ?? Look() }

  /// The look of a role on a terminal that shows so many colours. Without colours attributes keep the meanings apart, and
  /// so they do for a role whose colours turn out to be those of plain text.
  func look(of role: Role, at depth: ColourDepth) -> Look {
    if depth == .monochrome { return BuiltInThemes.monochrome[role] }
    var look = self[role].reduced(to: depth)
    if self[role] != self[.text], look == self[.text].reduced(to: depth) {
      look.attributes.formUnion(BuiltInThemes.monochrome[role].attributes)
    }
    return look
  }
}
