import Model
import TestSupport

@testable import Screens

/// Every screen and every dialog.
enum Scenes {
  static let all =
    signIn + applications + applicationForms + secrets + tokens + tokenForms + authorized + devices + account + users
    + clients + allTokens + audit + everywhere

  static let signIn = [
    Scene("sign-in", as: .nobody) { _ in },
    Scene(
      "sign-in-demo", as: .nobody, notes: ["Accounts of this demonstration: admin@example.org, password \"123456\"."]
    ) {
      $0.type("ada@example.org")
      $0.go("Tab")
      $0.type("password")
    },
    Scene("sign-in-wrong", as: .nobody) {
      $0.type("ada@example.org")
      $0.go("Tab")
      $0.type("wrong")
      $0.go("Enter")
    },
    Scene("sign-in-disabled") {
      RawDatabase($0.fixture).run("UPDATE users SET disabled_at = 1")
      $0.go("2")
    },
    Scene("sign-in-help", as: .nobody) { $0.go("F1") },
  ]

  static let applications = [
    Scene("applications") { $0.go("j", "j") },
    Scene("applications-empty", as: .newcomer) { _ in },
    Scene("applications-operator", as: .operatorAsAda) { _ in },
    Scene("applications-filter") {
      $0.go("/")
      $0.type("o")
    },
    Scene("applications-no-match") {
      $0.go("/")
      $0.type("nothing")
      $0.go("Enter")
    },
    Scene(
      "applications-hostile",
      before: { house in
        let database = RawDatabase(house.fixture)
        database.run("UPDATE clients SET name = ? WHERE name = 'Backup robot'", ["a\u{202E}b\u{1B}[31m漢字 ロボット"])
        database.run("UPDATE clients SET description = ?", ["wide 漢字カナ 한글, bell \u{7}, tab\t and \u{200B}nothing"])
      }
    ) { _ in },
    Scene("application-page") { $0.go("G", "Enter") },
    Scene("application-page-end") { $0.go("G", "Enter", "G") },
    Scene("application-page-public") { $0.go("j", "Enter") },
    Scene("application-delete") { $0.go("G", "d") },
    Scene("application-delete-wrong") {
      $0.go("G", "d")
      $0.type("Zenodo")
      $0.go("Enter")
    },
    Scene("application-deleted") {
      $0.go("G", "d")
      $0.type("Zenodo uploader")
      $0.go("Enter")
    },
    Scene("application-revoke-all") { $0.go("G", "T") },
    Scene("application-reset") { $0.go("G", "R") },
    Scene("application-page-two-secrets", before: twoSecrets) { $0.go("G", "Enter") },
    Scene("application-end-secret", before: twoSecrets) { $0.go("G", "Enter", "E") },
    Scene("application-secret-ended", before: twoSecrets) { $0.go("G", "Enter", "E", "e") },
  ]

  /// Zenodo uploader is being changed over to a new secret, which it uses already.
  private static let twoSecrets: @Sendable (SampleHouse) throws -> Void = { house in
    let now = house.fixture.clock.now
    let client = try house.fixture.store.resetSecret(
      of: house.applications[2].clientID, ownedBy: nil, secret: house.fixture.secret(.clientSecret),
      keepOldUntil: now.addingTimeInterval(6 * 86_400), at: now, audit: house.fixture.audit(.secretReset))
    for (secret, ago) in zip(client.secrets, [7200, 26_298_000.0]) {
      RawDatabase(house.fixture).run(
        "UPDATE client_secrets SET last_used_at = ? WHERE id = \(secret.id.rawValue)", [now.addingTimeInterval(-ago)])
    }
  }

  static let applicationForms = [
    Scene("application-new") { $0.go("n") },
    Scene("application-new-filled") {
      $0.go("n")
      $0.type("Weather map")
      $0.go("Tab")
      $0.type("Shows the weather of the last and the next seven days")
      $0.go("Tab")
      $0.type("https://weather.example.org")
      $0.go("Tab")
      $0.type("https://weather.example.org/callback")
      $0.go("Enter")
      $0.type("http://localhost:8000/callback")
    },
    Scene("application-new-errors") {
      $0.go("n", "Tab", "Tab")
      $0.type("weather.example.org")
      $0.go("Tab")
      $0.paste("http://weather.example.org/callback\nhttps://weather.example.org/#here")
      $0.go("Ctrl-S")
    },
    Scene("application-edit") { $0.go("G", "e") },
    Scene("application-edit-buttons") { $0.go("G", "e", "Shift-Tab") },
    Scene("application-make-public") { $0.go("G", "e", "Shift-Tab", "Shift-Tab", "p", "Ctrl-S") },
    Scene("form-discard") {
      $0.go("n")
      $0.type("Weather map")
      $0.go("Esc")
    },
  ]

  static let secrets = [
    Scene("secret") { $0.go("G", "R", "r") },
    Scene("secret-old-kept") { $0.go("G", "R", "Down", "r") },
    Scene("secret-not-yet") { $0.go("G", "R", "r", "Enter") },
    Scene("secret-copied") {
      $0.go("G", "R", "r", "y")
      $0.manager.copied()
      $0.manager.report("Sent the secret with OSC 52. Paste somewhere to check it arrived.", isError: false)
    },
    Scene("secret-leave") { $0.go("G", "R", "r", "2") },
  ]

  static let tokens = [
    Scene("tokens") { $0.go("2", "j", "j") },
    Scene("tokens-empty", as: .newcomer) { $0.go("2") },
    Scene("tokens-sorted") { $0.go("2", "s", "s", "s", "s", "s", "s", "s") },
    Scene("tokens-filter") {
      $0.go("2", "/")
      $0.type("ci")
      $0.go("Enter", "n")
    },
    Scene("tokens-filter-again") {
      $0.go("2", "/")
      $0.type("ci")
      $0.go("Esc", "/", "Ctrl-P")
    },
    Scene("tokens-expired") { $0.go("2", "f", "f") },
    Scene(
      "tokens-none-expired",
      before: { RawDatabase($0.fixture).run("UPDATE tokens SET expires_at = NULL WHERE kind = 'personal'") }
    ) {
      $0.go("2", "f", "f")
    },
    Scene("tokens-marked") { $0.go("2", "Space", "Space") },
    Scene("tokens-many", before: { $0.fixture.addTokens(5000, owner: $0.ada) }) { $0.go("2", "G") },
    Scene("token-page") { $0.go("2", "j", "j", "Enter") },
    Scene("token-revoke") { $0.go("2", "j", "j", "d") },
    Scene("token-revoke-chosen") { $0.go("2", "j", "j", "d", "Right") },
    Scene("token-revoke-marked") { $0.go("2", "Space", "Space", "Space", "d") },
    Scene("token-revoked") { $0.go("2", "d", "r") },
    Scene("token-revoke-expired") {
      $0.go("2", ":")
      $0.type("expired")
      $0.go("Enter")
    },
  ]

  static let tokenForms = [
    Scene("token-new") { $0.go("2", "n") },
    Scene("token-new-expiry") {
      $0.go("2", "n")
      $0.type("ci-daily")
      $0.go("Tab")
      $0.type("2027-01-31")
    },
    Scene("token-new-scopes") {
      $0.go("2", "n")
      $0.type("ci-daily")
      $0.go("Tab", "Tab", "j", "Space", "j", "j")
    },
    Scene("token-new-many-scopes", scopes: (1...8).map { Scope(id: "room\($0):enter", help: "Enter room \($0)") }) {
      $0.go("2", "n")
      $0.type("rooms")
      $0.go("Tab", "Tab", "Tab", "a", "j", "j", "a", "h")
    },
    Scene("token-new-errors") {
      $0.go("2", "n", "Tab")
      $0.type("2027-02-30")
      $0.go("Ctrl-S")
    },
    Scene("token-edit") { $0.go("2", "j", "j", "e") },
    Scene("token-shown") {
      $0.go("2", "n")
      $0.type("ci-daily")
      $0.go("Tab", "Tab", "a", "j", "j", "a", "Ctrl-S")
    },
  ]

  static let authorized = [
    Scene("authorized") { $0.go("3", "j") },
    Scene("authorized-empty", as: .newcomer) { $0.go("3") },
    Scene("authorized-page") { $0.go("3", "G", "Enter") },
    Scene("authorized-revoke") { $0.go("3", "G", "d") },
    Scene("authorized-revoke-marked") { $0.go("3", "Space", "Space", "d") },
    Scene("authorized-revoked") { $0.go("3", "G", "d", "r") },
  ]

  static let devices = [
    Scene("device-code") { $0.go("c") },
    Scene("device-code-wrong") {
      $0.go("c")
      $0.type("BCDF-GHJX")
      $0.go("Enter")
    },
    Scene("device", before: { try $0.addDevice("BCDFGHJK", digest: $0.fixture.secret(.deviceCode)) }) {
      $0.go("c")
      $0.type("BCDF-GHJK")
      $0.go("Enter")
    },
    Scene("device-approve", before: { try $0.addDevice("BCDFGHJK", digest: $0.fixture.secret(.deviceCode)) }) {
      $0.go("c")
      $0.type("BCDF-GHJK")
      $0.go("Enter", "Tab", "Tab")
    },
    Scene("device-approved", before: { try $0.addDevice("BCDFGHJK", digest: $0.fixture.secret(.deviceCode)) }) {
      $0.go("3", "c")
      $0.type("BCDF-GHJK")
      $0.go("Enter", "a")
    },
  ]

  static let everywhere = [
    Scene("help") { $0.go("?") },
    Scene("help-off") { $0.go("j", "?", "G") },
    Scene("help-filter") {
      $0.go("2", "?", "/")
      $0.type("page")
      $0.go("Down")
    },
    Scene("commands") { $0.go(":") },
    Scene("commands-typed") {
      $0.go("2", "j", "j", ":")
      $0.type("rev")
    },
    Scene("commands-again") {
      $0.go("2", ":")
      $0.type("edit")
      $0.go("Enter", "Esc", ":", "Up")
    },
    Scene("commands-none") {
      $0.go(":")
      $0.type("sudo")
      $0.go("Enter")
    },
    Scene("export") { $0.go("2", "x") },
    Scene("export-json") { $0.go("2", "x", "Down", "Tab") },
    Scene("export-failed") { $0.go("2", "x", "Enter") },
    Scene("off") { $0.go("j", "R") },
  ]
}
