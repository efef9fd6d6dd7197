import Configuration
import Glibc
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  static let names = BuiltInThemes.files.keys.sorted()

  private let temporary = TemporaryFolder()
  private let folder: String
  private let loader: ThemeLoader

  init() {
    folder = temporary.path
    mkdir(folder + "/postern", 0o700)
    mkdir(folder + "/postern/themes", 0o700)
    loader = ThemeLoader(environment: Environment(["XDG_CONFIG_HOME": folder]), installed: [folder + "/installed"])
  }

  private func write(_ text: String, as name: String) throws {
    let file = try #require(fopen(folder + "/postern/themes/\(name).json5", "w"))
    fputs(text, file)
    fclose(file)
  }

  @Test(arguments: names) func `a theme that ships has nothing wrong`(name: String) {
    let loaded = loader.load(name)
    #expect(loaded.problems == [])
    #expect(loaded.theme.name == name)
  }

  @Test(arguments: [BuiltInThemes.terminal, BuiltInThemes.monochrome])
  func `a theme that is compiled in is that of its file`(theme: ResolvedTheme) {
    let file = loader.load(theme.name).theme
    for role in Role.allCases { #expect(file[role] == theme[role], "\(role)") }
  }

  @Test(arguments: names) func `text can be told from its ground`(name: String) {
    let theme = loader.load(name).theme
    for role in Role.allCases where role != .rule {
      let look = theme[role]
      guard let contrast = look.foreground.contrast(on: look.background) else { continue }
      #expect(contrast >= 4.5, "\(role)")
      let palette = look.reduced(to: .palette)
      #expect((palette.foreground.contrast(on: palette.background) ?? 21) >= 4.5, "\(role) with 256 colours")
    }
  }

  @Test(arguments: names, ColourDepth.allCases)
  func `what is selected differs from what is not`(name: String, depth: ColourDepth) {
    let theme = loader.load(name).theme
    let text = theme.look(of: .text, at: depth)
    for role in [Role.selection, .tabActive, .selectionInactive] {
      let look = theme.look(of: role, at: depth)
      #expect(look != text, "\(role)")
      #expect(look.foreground != look.background || look.foreground == .plain, "\(role)")
    }
  }

  @Test func `a theme without colours shows none`() {
    for role in Role.allCases {
      let look = loader.load("postern-dark").theme.look(of: role, at: .monochrome)
      #expect(look.foreground == .plain && look.background == .plain)
    }
  }

  @Test func `a theme fills in what it does not say`() throws {
    try write(
      """
      { inherits: "postern-dark", palette: { ice: "#FF0000", own: "12" },
        roles: { error: { fg: "own", underline: true }, match: { reverse: true } } }
      """, as: "mine")
    let loaded = loader.load("mine")
    #expect(loaded.problems == [])
    let theme = loaded.theme
    #expect(theme.name == "mine")
    #expect(theme.variant == .dark)
    #expect(theme[.text] == loader.load("postern-dark").theme[.text])
    #expect(theme[.title].foreground == .rgb(255, 0, 0), "what is inherited uses the new palette")
    #expect(theme[.error] == Look(foreground: .ansi(12), background: theme[.text].background, attributes: .underline))
    #expect(theme[.match].foreground == theme[.text].foreground)
  }

  @Test func `a theme of the user stands before the shipped one, and may build on it`() throws {
    try write("{ inherits: \"terminal\", roles: { error: { fg: \"blue\" } } }", as: "terminal")
    let loaded = loader.load("terminal")
    #expect(loaded.problems == [])
    #expect(loaded.theme[.error] == Look(foreground: .ansi(4)))
    #expect(loaded.theme[.selection] == BuiltInThemes.terminal[.selection])
  }

  @Test func `an installed theme comes after the user's, and before the one built in`() throws {
    mkdir(folder + "/installed", 0o755)
    let installed = ThemeLoader(
      environment: Environment(["XDG_DATA_DIRS": "relative:\(folder)/data"]), installed: [folder + "/postern/themes"])
    #expect(installed.load("monochrome").theme == BuiltInThemes.monochrome)
    try write("{ name: \"installed\" }", as: "monochrome")
    #expect(installed.load("monochrome").theme.name == "installed")
    #expect(loader.load("monochrome").theme.name == "installed")
  }

  @Test func `a theme can be named by its path`() throws {
    try write("{ name: \"elsewhere\" }", as: "file")
    #expect(loader.load(folder + "/postern/themes/file.json5").theme.name == "elsewhere")
  }

  @Test(arguments: [
    ("{ roles: { titel: {} } }", "roles.titel", "\"title\""), ("{ colour: {} }", "colour", "known here are"),
    ("{ roles: { title: { foreground: \"red\" } } }", "roles.title.foreground", "unknown key"),
    ("{ roles: { title: { fg: \"redd\" } } }", "roles.title.fg", "did you mean \"red\"?"),
    ("{ palette: { ice: \"#88\" } }", "palette.ice", "#RRGGBB"),
    ("{ roles: { title: { bold: \"yes\" } } }", "roles.title.bold", "true or false"),
    ("{ roles: { title: \"red\" } }", "roles.title", "object"), ("{ variant: \"dim\" }", "variant", "\"dark\""),
    ("{ inherits: \"postern-drak\" }", "inherits", "\"postern-dark\""), ("{ inherits: \"bad\" }", "", "bad"),
    ("{ roles: ", "", "JSON5"), ("[]", "", "object"), ("{ inherits: \"two\" }", "inherits", "circle"),
  ])
  func `what is wrong is named with its key and its mend`(text: String, key: String, mend: String) throws {
    try write(text, as: "one")
    try write("{ inherits: \"one\" }", as: "two")
    try write("{ \u{1B} }", as: "bad")
    let loaded = loader.load("one")
    #expect(loaded.theme == BuiltInThemes.terminal)
    let problem = try #require(loaded.problems.first)
    #expect(loaded.problems.contains { $0.key == key }, "\(loaded.problems)")
    #expect(loaded.problems.contains { $0.sentence.contains(mend) || $0.file.contains(mend) }, "\(loaded.problems)")
    #expect(problem.file.hasPrefix(folder))
    #expect(loaded.warning?.contains(problem.file) == true)
    #expect(loaded.warning?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }

  @Test(arguments: ["postern-drak", "nowhere", "/no/such/file.json5", "", "../../etc/passwd"])
  func `a theme that is not there is said to be missing`(name: String) {
    let loaded = loader.load(name)
    #expect(loaded.problems.count == 1)
    #expect(loaded.theme == BuiltInThemes.terminal)
  }

  @Test func `a theme that is a folder, or too large, is refused`() throws {
    mkdir(folder + "/postern/themes/folder.json5", 0o700)
    #expect(loader.load("folder").problems.count == 1)
    try write("{ name: \"" + String(repeating: "x", count: JSON5Document.sizeLimit) + "\" }", as: "large")
    #expect(loader.load("large").problems.count == 1)
  }

  @Test func `a change of a file, and a file that appears, are seen`() throws {
    let none = loader.stamp("monochrome")
    _ = loader.load("monochrome")
    #expect(loader.stamp("monochrome") == none)
    try write("{ inherits: \"terminal\" }", as: "monochrome")
    #expect(loader.stamp("monochrome") != none)
    _ = loader.load("monochrome")
    let some = loader.stamp("monochrome")
    try write("{ inherits: \"terminal\", variant: \"dark\" }", as: "monochrome")
    #expect(loader.stamp("monochrome") != some)
    #expect(loader.names().contains("monochrome"))
  }
}
