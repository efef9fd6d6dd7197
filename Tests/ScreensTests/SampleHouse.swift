import FoundationEssentials
import Model
import TestSupport

/// A database with a little of everything: Ada, who registered three applications, has five tokens and let in three
/// applications of Ben's.
struct SampleHouse {
  let fixture: TestStore
  let ada: User
  let ben: User
  /// Ada's applications by name.
  let applications: [Client]

  init() throws {
    fixture = try TestStore()
    ada = try fixture.addUser("ada")
    ben = try fixture.addUser("ben")
    applications = try Self.addApplications(fixture, ada)
    try Self.addTokens(fixture, ada)
    try Self.addGrants(fixture, ada, by: ben)
    let zenodo = applications[2]
    fixture.addGrant(zenodo, by: ben, tokens: 2, usedAt: fixture.clock.now.addingTimeInterval(-7200))
  }

  /// How many rows a table has.
  func count(_ table: String) -> Int { RawDatabase(fixture).number("SELECT count(*) FROM \(table)") }

  private static func addApplications(_ fixture: TestStore, _ ada: User) throws -> [Client] {
    let backup = try fixture.addClient("Backup robot", owner: ada)
    let notebook = try fixture.addClient(
      "Notebook viewer", owner: ada, type: .public, redirectURIs: "https://notebook.example.org/oauth")
    let zenodo = try fixture.addClient(
      "Zenodo uploader", owner: ada,
      redirectURIs: "https://upload.example.org/callback\nhttp://localhost:8000/callback")
    let database = RawDatabase(fixture)
    database.run(
      "UPDATE clients SET description = ?, website = ?, last_used_at = ? WHERE name = 'Zenodo uploader'",
      [
        "Uploads nightly datasets", "https://upload.example.org", fixture.clock.now.addingTimeInterval(-7200),
      ])
    database.run(
      "UPDATE clients SET last_used_at = ? WHERE name = 'Backup robot'", [fixture.clock.now.addingTimeInterval(-90_000)]
    )
    return [backup, notebook, zenodo]
  }

  private static func addTokens(_ fixture: TestStore, _ ada: User) throws {
    let day = 86_400.0
    let start = fixture.clock.now
    fixture.clock.advance(days: -300)
    try fixture.addToken("old-script", owner: ada, scopes: ["user:email", "deposit:write"], expiresIn: 200 * day)
    fixture.clock.advance(seconds: start.timeIntervalSince(fixture.clock.now))
    try fixture.addToken("laptop", owner: ada, scopes: ["user:email", "deposit:write"], expiresIn: 6 * day)
    try fixture.addToken("ci-nightly", owner: ada, expiresIn: 30 * day)
    try fixture.addToken("ci-weekly", owner: ada, scopes: ["deposit:actions"], expiresIn: 365 * day)
    try fixture.addToken("notebook", owner: ada, scopes: ["user:email", "deposit:write", "deposit:actions"])
    let database = RawDatabase(fixture)
    for (name, ago) in [("laptop", 2 / 24.0), ("ci-weekly", 1), ("notebook", 21), ("old-script", 270)] {
      database.run(
        "UPDATE tokens SET last_used_at = ? WHERE name = ?", [start.addingTimeInterval(-ago * day - 60), name])
    }
  }

  private static func addGrants(_ fixture: TestStore, _ ada: User, by ben: User) throws {
    let day = 86_400.0
    for (name, tokens, ago) in [("Binder", 1, 2 / 24.0), ("Jupyter Hub", 0, 1), ("Overleaf Sync", 2, 240)] {
      let client = try fixture.addClient(name, owner: ben)
      fixture.addGrant(
        client, by: ada, scopes: ["user:email", "deposit:write"], tokens: tokens,
        usedAt: fixture.clock.now.addingTimeInterval(-ago * day - 60))
    }
  }
}

extension SampleHouse {
  /// Signs somebody in with a browser, for an hour.
  func addSession(of user: User, seenAt: Date? = nil) {
    let now = fixture.clock.now
    RawDatabase(fixture).run(
      """
      INSERT INTO browser_sessions
        (digest, user_id, created_at, last_seen_at, expires_at, address, user_agent, user_agent_digest)
      VALUES (?, ?, ?, ?, ?, '10.0.3.7', 'Firefox', ?)
      """,
      [
        fixture.random.bytes(32), Int(user.id.rawValue), seenAt ?? now, seenAt ?? now, now.addingTimeInterval(3600),
        fixture.random.bytes(32),
      ])
  }
}
