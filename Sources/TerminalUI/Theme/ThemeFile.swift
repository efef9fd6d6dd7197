import Configuration
import Model

/// A theme as its file has it: colours by name, and only the roles it speaks of.
struct ThemeFile {
  /// A role as a theme writes it.
  struct Entry {
    var foreground: String?
    var background: String?
    var attributes: Look.Attributes = []
  }

  var name: String
  var variant: ResolvedTheme.Variant
  let inherits: String?
  private(set) var palette: [String: Colour] = [:]
  private(set) var roles: [Role: Entry] = [:]
  private let document: JSON5Document
  private let rolesObject: JSON5Object?

  /// What is wrong with the file, as far as it has been looked at.
  var problems: [ConfigurationProblem] { document.problems }

  /// Takes a file apart. What is wrong goes to `problems`.
  ///
  /// - Parameter name: what the theme is called if the file does not say.
  init(_ document: JSON5Document, name: String) {
    self.document = document
    let root = document.root
    self.name = root.string("name") ?? name
    variant = root.choice("variant", of: ResolvedTheme.Variant.self) ?? .any
    inherits = root.string("inherits")
    let paletteObject = root.object("palette")
    rolesObject = root.object("roles")
    root.rejectUnknownKeys()
    readPalette(paletteObject)
    readRoles()
  }

  private mutating func readPalette(_ object: JSON5Object?) {
    guard let object else { return }
    for key in object.keys {
      guard let text = object.string(key) else { continue }
      if let colour = Colour(text) {
        palette[key] = colour
      } else {
        object.report(key, "\(object.quoted(key)) is no colour; \(ThemeFile.colours).")
      }
    }
  }

  private mutating func readRoles() {
    guard let rolesObject else { return }
    for key in rolesObject.keys {
      guard let role = Role(rawValue: key) else {
        let names = Role.allCases.map(\.rawValue)
        let mend = Spelling.nearest(to: key, among: names).map { "did you mean \(PlainText.quoted($0))?" }
        rolesObject.report(
          key,
          "there is no role \(PlainText.quoted(key)); "
            + (mend ?? "the roles are \(names.joined(separator: ", "))."))
        continue
      }
      guard let object = rolesObject.object(key) else { continue }
      roles[role] = ThemeFile.entry(object)
    }
  }

  private static func entry(_ object: JSON5Object) -> Entry {
    var entry = Entry(foreground: object.string("fg"), background: object.string("bg"))
    let attributes: [(String, Look.Attributes)] = [
      ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]
    for (key, attribute) in attributes where object.boolean(key) == true { entry.attributes.insert(attribute) }
    object.rejectUnknownKeys()
    return entry
  }

  /// Fills in what another theme has and this one does not. Colours that this one names anew change in what it takes
  /// over, too.
  mutating func inherit(from parent: ThemeFile) {
    palette.merge(parent.palette) { own, _ in own }
    roles.merge(parent.roles) { own, _ in own }
    if variant == .any { variant = parent.variant }
  }

  /// Files a problem with what the theme inherits from.
  func reportInheritance(_ sentence: String) { document.root.report("inherits", sentence) }

  /// Looks for every role. Colours that a role does not name are those of `text`.
  func resolved() -> ResolvedTheme {
    let text = look(.text, on: Look())
    var looks: [Role: Look] = [.text: text]
    for role in roles.keys.sorted(by: { $0.rawValue < $1.rawValue }) where role != .text {
      looks[role] = look(role, on: Look(foreground: text.foreground, background: text.background))
    }
    return ResolvedTheme(name: name, variant: variant, looks: looks)
  }

  private func look(_ role: Role, on ground: Look) -> Look {
    guard let entry = roles[role] else { return ground }
    return Look(
      foreground: colour(entry.foreground, role, "fg") ?? ground.foreground,
      background: colour(entry.background, role, "bg") ?? ground.background, attributes: entry.attributes)
  }

  private func colour(_ text: String?, _ role: Role, _ key: String) -> Colour? {
    guard let text else { return nil }
    if let colour = palette[text] ?? Colour(text) { return colour }
    let known = palette.keys.sorted() + Colour.names
    let mend = Spelling.nearest(to: text, among: known).map { "did you mean \(PlainText.quoted($0))?" }
    rolesObject?.report(
      "\(role.rawValue).\(key)",
      "\"roles.\(role.rawValue).\(key)\" names no colour: \(PlainText.quoted(text)); \(mend ?? ThemeFile.colours + ".")"
    )
    return nil
  }

  private static let colours =
    "write \"#RRGGBB\", a number from 0 to 255, \"default\", one of \(Colour.names.prefix(8).joined(separator: ", ")) "
    + "(or brightRed and so on), or a name from the palette"
}
