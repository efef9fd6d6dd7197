import Model
import TestSupport

@testable import Screens

extension Scenes {
  private static let furnished: @Sendable (SampleHouse) throws -> Void = { try $0.furnishAccount() }

  /// Somebody has let in what holds tokens, and types a new password.
  private static func typed(_ old: String, _ new: String, _ again: String) -> @MainActor @Sendable (Driver) -> Void {
    { driver in
      driver.go("a", "p")
      driver.type(old)
      driver.go("Tab")
      driver.type(new)
      driver.go("Tab")
      driver.type(again)
    }
  }

  static let account = [
    Scene("account", before: furnished) { $0.go("a", "j") },
    Scene("account-empty", as: .newcomer) { $0.go("a") },
    Scene("account-operator", as: .operatorAsAda, before: furnished) { $0.go("a") },
    Scene("account-end", before: furnished) { $0.go("a", "G") },
    Scene(
      "account-hostile",
      before: {
        try $0.addSession(1, of: $0.ada, agent: "a\u{202E}b\u{1B}[31m漢字 Firefox/1", from: "192.0.2.7")
        try $0.addSession(2, of: $0.ada, agent: "漢字 \u{200B}", from: "192.0.2.8", usedAgo: 90)
      }
    ) { $0.go("a", "j", "Enter") },
    Scene("account-session", before: furnished) { $0.go("a", "j", "Enter") },
    Scene("account-session-end", before: furnished) { $0.go("a", "j", "j", "d") },
    Scene("account-session-ended", before: furnished) { $0.go("a", "j", "j", "d", "e") },
    Scene("account-sessions-end", before: furnished) { $0.go("a", "S") },
    Scene("account-password") { $0.go("a", "p") },
    Scene("account-password-typed") { driver in
      typed("password", "a brand new password", "")(driver)
      driver.go("Tab", "Space")
    },
    Scene("account-password-errors") { driver in
      typed("", "Password2026", "Password2027")(driver)
      driver.go("Ctrl-S")
    },
    Scene("account-password-wrong") { driver in
      typed("wrong", "a brand new password", "a brand new password")(driver)
      driver.go("Ctrl-S")
    },
    Scene("account-password-changed", before: furnished) { driver in
      typed("password", "a brand new password", "a brand new password")(driver)
      driver.go("Ctrl-S")
    },
    Scene("account-key-new") { $0.go("a", "n") },
    Scene("account-key-errors") { driver in
      driver.go("a", "n")
      driver.paste("-----BEGIN OPENSSH PRIVATE KEY-----")
      driver.go("Tab")
      driver.type("a name that is far longer than any name of a key may be")
      driver.go("Ctrl-S")
    },
    Scene("account-key-added") { driver in
      driver.go("a", "n")
      driver.paste(TestSSHKey.ed25519.withComment)
      driver.go("Ctrl-S")
    },
    Scene("account-key", before: furnished) { $0.go("a", "Tab", "Tab", "Enter") },
    Scene("account-key-remove", before: furnished) { $0.go("a", "Tab", "Tab", "d") },
    Scene("account-activity", before: furnished) { $0.go("a", "Tab", "Tab", "Tab", "Enter") },
  ]
}
