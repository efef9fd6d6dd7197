import Cryptography
import FoundationEssentials
import Model
import Storage

extension Sample {
  /// The password of the demonstration's accounts.
  public static let demoPassword = "123456"
  /// The e-mail address of the demonstration's administrator.
  public static let demoAdministrator = "admin@inveniosoftware.org"
  /// The e-mail address of the demonstration's other account.
  public static let demoReader = "reader@inveniosoftware.org"
  /// The scopes that the demonstration's tokens carry.
  public static let demoScopes = ["user:email", "test:scope", "deposit:write", "deposit:actions"]

  /// Fills an empty database with two accounts and a few telling rows of every kind, dated around a moment.
  ///
  /// - Parameters:
  ///   - store: an empty database.
  ///   - moment: what "now" is for its dates.
  ///   - cost: of the one password hash.
  public static func demo(
    _ store: Store, at moment: Date, cost: PasswordHash.Cost = .init()
  ) throws(StorageError) {
    let hash = PasswordHash.make(demoPassword, cost: cost, random: .system)
    try store.bulk { (writer) throws(StorageError) in
      var demo = Demo(writer: writer, moment: moment)
      let admin = try demo.user(demoAdministrator, "admin", hash, role: .administrator)
      let reader = try demo.user(demoReader, "reader", hash)
      try demo.personalTokens(admin: admin, reader: reader)
      let own = try demo.applications(of: admin)
      let others = try demo.otherPeoplesApplications()
      try demo.grants(admin: admin, reader: reader, own: own, others: others)
      try writer.addAuditLines(demo.history(admin: admin, reader: reader))
    }
    let line = AuditRecord(
      at: moment, actorID: nil, actor: "postern demo", origin: Origin("demo"), event: .userCreate,
      target: demoAdministrator, detail: "sample accounts, applications, tokens and grants")
    try store.record(line)
    try store.settle()
  }
}

/// The rows of the demonstration.
private struct Demo {
  let writer: BulkWriter
  let moment: Date
  var families: Int64 = 0

  private static let hour = 3600.0
  private static let day = 86_400.0

  mutating func user(
    _ email: String, _ name: String, _ hash: String, role: UserRole = .user
  ) throws(StorageError) -> Identifier<User> {
    try writer.addUser(
      email: EmailAddress(stored: email), username: Username(stored: name), passwordHash: hash, role: role,
      createdAt: ago(400 * Self.day), lastSeenAt: ago(2 * Self.day))
  }

  /// What the audit log tells of the last days.
  func history(admin: Identifier<User>, reader: Identifier<User>) -> [AuditRecord] {
    func line(
      _ hours: Double, _ event: AuditEvent, _ target: String, by user: Identifier<User>?, _ name: String,
      about subject: Identifier<User>? = nil, from origin: String = "http 192.0.2.7", refused: Bool = false
    ) -> AuditRecord {
      AuditRecord(
        at: ago(hours * Self.hour), actorID: user, about: subject, actor: name, origin: Origin(origin), event: event,
        target: target, outcome: refused ? .refused : .done)
    }
    return [
      line(720, .applicationCreate, "Notebook viewer", by: admin, "admin", from: "tty /dev/pts/3"),
      line(264, .grantCreate, "Binder", by: reader, "reader", from: "http 198.51.100.20"),
      line(170, .secretReset, "Zenodo uploader", by: admin, "admin"),
      line(72, .grantRevoke, "Overleaf Sync", by: reader, "reader", from: "http 198.51.100.20"),
      line(49, .signInFailed, "reader", by: nil, "-", about: reader, from: "http 203.0.113.9", refused: true),
      line(48, .signIn, "admin", by: admin, "admin", from: "tty /dev/pts/3"),
      line(24, .tokenCreate, "ci-nightly", by: admin, "admin", from: "tty /dev/pts/3"),
    ]
  }

  func personalTokens(admin: Identifier<User>, reader: Identifier<User>) throws(StorageError) {
    let deposit = ["deposit:write", "deposit:actions"]
    try token("old-script", admin, ["user:email"] + deposit, made: 400, expires: -35, used: 270 * Self.day)
    try token("laptop", admin, deposit, made: 24, expires: 6, used: 2 * Self.hour)
    try token("ci-nightly", admin, ["user:email"], made: 1, expires: 30, used: nil)
    try token("ci-weekly", admin, ["user:email"], made: 90, expires: 365, used: Self.day)
    try token("notebook", admin, ["user:email", "deposit:write"], made: 200, expires: nil, used: 21 * Self.day)
    try token("reading-list", reader, ["user:email"], made: 40, expires: 50, used: 5 * Self.hour)
  }

  func applications(of admin: Identifier<User>) throws(StorageError) -> [Identifier<Client>] {
    [
      try application(
        "Zenodo uploader", "Uploads nightly datasets", "https://upload.example.org", admin, made: 267, used: 2,
        redirectURIs: ["https://upload.example.org/callback", "http://localhost:8000/callback"]),
      try application(
        "Backup robot", "Copies every record to tape, every night", "https://backup.example.org", admin, made: 120,
        used: 9, redirectURIs: ["https://backup.example.org/oauth/callback"]),
      try application(
        "Notebook viewer", "Shows notebooks beside their data,\nin the browser", "https://notebooks.example.org", admin,
        made: 30, used: nil, redirectURIs: ["https://notebooks.example.org/callback"], type: .public),
    ]
  }

  /// Overleaf Sync, Binder, Jupyter Hub; nobody can sign in as their owners.
  mutating func otherPeoplesApplications() throws(StorageError) -> [Identifier<Client>] {
    var clients: [Identifier<Client>] = []
    for (name, owner, text) in [
      ("Overleaf Sync", "overleaf", "Keeps papers and their data together"),
      ("Binder", "binder", "Starts a notebook server for a dataset"),
      ("Jupyter Hub", "jupyter", "Notebooks for the whole group"),
    ] {
      let id = try user("\(owner)@example.net", owner, "no password")
      clients.append(
        try application(
          name, text, "https://\(owner).example.net", id, made: 380, used: 2,
          redirectURIs: ["https://\(owner).example.net/callback"]))
    }
    return clients
  }

  mutating func grants(
    admin: Identifier<User>, reader: Identifier<User>, own: [Identifier<Client>], others: [Identifier<Client>]
  ) throws(StorageError) {
    try grant(others[0], admin, ["deposit:write", "deposit:actions"], made: 300, used: 245 * Self.day)
    try grant(others[1], admin, ["user:email"], made: 60, used: 2 * Self.hour)
    try grant(others[2], admin, ["user:email", "deposit:write"], made: 90, used: Self.day)
    try grant(others[0], reader, ["deposit:write"], made: 100, used: 3 * Self.day)
    try grant(own[0], reader, ["user:email", "deposit:write"], made: 80, used: 2 * Self.hour)
    try grant(own[2], reader, ["user:email"], made: 10, used: nil)
  }

  private func token(
    _ name: String, _ owner: Identifier<User>, _ scopes: [String], made: Double, expires: Double?, used: Double?
  ) throws(StorageError) {
    try writer.addPersonalToken(
      name: Name(stored: name), owner: owner, scopes: scopes, secret: digest(.personalToken),
      createdAt: ago(made * Self.day), expiresAt: expires.map { ago(-$0 * Self.day) }, lastUsedAt: used.map(ago))
  }

  private func application(
    _ name: String, _ description: String, _ website: String, _ owner: Identifier<User>, made: Double, used: Double?,
    redirectURIs: [String], type: ClientType = .confidential
  ) throws(StorageError) -> Identifier<Client> {
    let profile = ClientProfile(
      name: Name(stored: name), description: description, website: WebsiteURL(stored: website),
      redirectURIs: redirectURIs.map(RedirectURI.init(stored:)), type: type)
    return try writer.addClient(
      profile, clientID: ClientID(Base62.random(length: 40, random: .system)), owner: owner,
      secret: type == .confidential ? digest(.clientSecret) : nil, createdAt: ago(made * Self.day),
      lastUsedAt: used.map { ago($0 * Self.hour) })
  }

  private mutating func grant(
    _ client: Identifier<Client>, _ user: Identifier<User>, _ scopes: [String], made: Double, used: Double?
  ) throws(StorageError) {
    families += 1
    let created = ago(made * Self.day)
    try writer.addGrant(to: client, by: user, scopes: scopes, createdAt: created, lastUsedAt: used.map(ago))
    try writer.addTokens(
      to: client, by: user, family: families, scopes: scopes, access: digest(.accessToken),
      accessExpiresAt: ago(-Self.hour), refresh: digest(.refreshToken), refreshExpiresAt: ago(-30 * Self.day),
      createdAt: ago(min(made * Self.day, 600)))
  }

  private func ago(_ seconds: Double) -> Date { moment.addingTimeInterval(-seconds) }

  private func digest(_ kind: MachineSecret.Kind) -> SecretDigest {
    let secret = MachineSecret(kind, length: 60, random: .system)
    return SecretDigest(digest: secret.digest, lastFour: secret.lastFour)
  }
}
