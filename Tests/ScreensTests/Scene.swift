import Model
import TerminalUI
import TestSupport

@testable import Screens

/// A screen worth keeping a picture of: how the house stands, who looks, and the keys that lead there.
struct Scene: Sendable {
  /// Names the picture's file.
  let name: String
  /// Whether somebody is signed in, and how.
  var visitor = Visitor.ada
  /// What is said under the sign-in form.
  var notes: [String] = []
  /// Scopes that can be chosen beside the usual ones.
  var scopes: [Scope] = []
  /// Changes the house before anybody looks.
  var before: @Sendable (SampleHouse) throws -> Void = { _ in }
  /// Leads from the applications (or the sign-in page) to the screen.
  let walk: @MainActor @Sendable (Driver) throws -> Void

  enum Visitor: Sendable { case nobody, ada, operatorAsAda, newcomer, administrator }

  init(
    _ name: String, as visitor: Visitor = .ada, notes: [String] = [], scopes: [Scope] = [],
    before: @escaping @Sendable (SampleHouse) throws -> Void = { _ in },
    walk: @escaping @MainActor @Sendable (Driver) throws -> Void
  ) {
    self.name = name
    self.visitor = visitor
    self.notes = notes
    self.scopes = scopes
    self.before = before
    self.walk = walk
  }

  /// Goes there.
  @MainActor
  func driver(size: Size, glyphs: GlyphSet) throws -> Driver {
    let house = try SampleHouse()
    try before(house)
    let user: User? =
      switch visitor {
      case .nobody: nil
      case .ada, .operatorAsAda: house.ada
      case .newcomer: try house.fixture.addUser("eve")
      case .administrator: try house.fixture.addUser("grace", role: .administrator)
      }
    let driver = try Driver(
      house.fixture, as: user, size: size, glyphs: glyphs, scopes: Driver.scopes + scopes,
      isOperated: visitor == .operatorAsAda, notes: notes, exportFolder: "/home/ada")
    _ = driver.screen
    try walk(driver)
    return driver
  }
}

extension Driver {
  /// Presses keys with a look at the screen after each, as the terminal does.
  func go(_ names: String...) {
    for name in names {
      press(name)
      _ = screen
    }
  }
}
