import FoundationEssentials
import TestSupport

@testable import Screens

extension Scenes {
  static let users = [
    Scene("users", as: .administrator, before: people) { $0.go("4", "j") },
    Scene("users-last-seen", as: .administrator, before: people) { $0.go("4", "s", "s", "s") },
    Scene("users-disabled", as: .administrator, before: people) { $0.go("4", "f", "f") },
    Scene("users-none-disabled", as: .administrator) { $0.go("4", "f", "f") },
    Scene("users-filter", as: .administrator, before: people) {
      $0.go("4", "/")
      $0.type("example")
    },
    Scene("user-page", as: .administrator, before: people) { $0.go("4", "Enter", "j", "j") },
    Scene("user-page-disabled", as: .administrator, before: people) { $0.go("4", "j", "j", "Enter") },
    Scene("user-tokens", as: .administrator, before: people) { $0.go("4", "Enter", "j", "j", "j", "Enter", "j") },
    Scene("user-token", as: .administrator, before: people) { $0.go("4", "Enter", "j", "j", "j", "Enter", "Enter") },
    Scene("user-no-applications", as: .administrator, before: people) {
      $0.go("4", "j", "j", "Enter", "j", "j", "Enter")
    },
    Scene("user-account", as: .administrator, before: people) {
      $0.go("4", "Enter", "j", "j", "j", "j", "j", "Enter")
    },
    Scene("user-disable", as: .administrator, before: people) { $0.go("4", "L") },
    Scene("user-disabled", as: .administrator, before: people) { $0.go("4", "L", "d") },
    Scene("user-enable", as: .administrator, before: people) { $0.go("4", "j", "j", "L") },
    Scene("user-promote", as: .administrator, before: people) { $0.go("4", "P") },
    Scene("user-demote-oneself", as: .administrator, before: people) { $0.go("4", "G", "k", "P") },
    Scene("user-sign-out", as: .administrator, before: people) { $0.go("4", "S") },
    Scene("user-revoke-all", as: .administrator, before: people) { $0.go("4", "T") },
    Scene("user-delete", as: .administrator, before: people) { $0.go("4", "d") },
    Scene("user-delete-wrong", as: .administrator, before: people) {
      $0.go("4", "d")
      $0.type("ada")
      $0.go("Enter")
    },
    Scene("user-password", as: .administrator, before: people) {
      $0.go("4", "p")
      $0.type("correct horse")
      $0.go("Tab")
    },
    Scene("user-password-wrong", as: .administrator, before: people) {
      $0.go("4", "p")
      $0.type("correct horse")
      $0.go("Tab", "Ctrl-S")
    },
    Scene("user-new", as: .administrator, before: people) { $0.go("4", "n") },
    Scene("user-new-errors", as: .administrator, before: people) {
      $0.go("4", "n")
      $0.type("zoe")
      $0.go("Tab")
      $0.type("4")
      $0.go("Tab", "Tab", "Tab", "Space", "Ctrl-S")
    },
    Scene("user-last-administrator", as: .administrator) { $0.go("4", "G", "L", "d") },
  ]

  /// Beside Ada and Ben: somebody disabled, another administrator, somebody whom nobody could have typed.
  private static let people: @Sendable (SampleHouse) throws -> Void = { house in
    let now = house.fixture.clock.now
    try house.fixture.addUser("carol")
    try house.fixture.addUser("dora", role: .administrator)
    try house.fixture.addUser("zoe", email: "zoe.with-a-rather-long-name.of-many-parts@departments.example.org")
    let database = RawDatabase(house.fixture)
    for (name, ago) in [("ada", 120.0), ("ben", 7200), ("carol", 20 * 86_400), ("dora", 90_000)] {
      database.run("UPDATE users SET last_seen_at = ? WHERE username = ?", [now.addingTimeInterval(-ago), name])
    }
    database.run(
      "UPDATE users SET disabled_at = ? WHERE username = 'carol'", [now.addingTimeInterval(-3 * 86_400)])
    try house.addKey("laptop", of: house.ada)
    house.addSession(of: house.ada, seenAt: now.addingTimeInterval(-300))
    house.addSession(of: house.ada, seenAt: now.addingTimeInterval(-86_400))
  }
}
