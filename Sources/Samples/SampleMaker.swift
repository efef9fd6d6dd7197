import Cryptography
import FoundationEssentials
import Model
import Storage

/// Makes up rows, one after the other, always the same ones for the same plan.
struct SampleMaker {
  private let plan: SamplePlan
  private let passwordHash: String
  private var random: SplitMix64

  init(plan: SamplePlan) {
    self.plan = plan
    var random = SplitMix64(seed: plan.seed)
    // The salt comes from the seed as well: the same plan, the same bytes.
    let salt = (0..<64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    passwordHash = PasswordHash.make(
      plan.password, cost: plan.passwordCost, random: RandomSource { Array(salt.prefix($0)) })
    self.random = random
  }

  mutating func addUser(_ index: Int, to writer: BulkWriter) throws(StorageError) -> Identifier<User> {
    let name = Words.people[index % Words.people.count] + (index < Words.people.count ? "" : "\(index)")
    let created = daysAgo(from: 30, to: 1500)
    let seen: Date? = random.happens(inHundred: 85) ? moment(between: created, and: plan.moment) : nil
    let isDisabled = index > 0 && random.happens(inHundred: 3)
    return try writer.addUser(
      email: EmailAddress(stored: "\(name)@example.org"), username: Username(stored: name), passwordHash: passwordHash,
      role: index == 0 ? .administrator : .user, createdAt: created, lastSeenAt: seen,
      disabledAt: isDisabled ? moment(between: created, and: plan.moment) : nil)
  }

  mutating func addApplication(
    _ index: Int, to writer: BulkWriter, owners: [Identifier<User>]
  ) throws(StorageError) -> Identifier<Client> {
    let first = random.choice(of: Words.applicationFirst)
    let second = random.choice(of: Words.applicationSecond)
    let host = "\(second)-\(index).example.org"
    let type: ClientType = random.happens(inHundred: 70) ? .confidential : .public
    var uris = [RedirectURI(stored: "https://\(host)/callback")]
    if random.happens(inHundred: 20) { uris.append(RedirectURI(stored: "http://localhost:8000/callback")) }
    let profile = ClientProfile(
      name: Name(stored: "\(first) \(second) \(index)"), description: random.choice(of: Words.descriptions),
      website: WebsiteURL(stored: "https://\(host)"), redirectURIs: uris, type: type)
    let created = daysAgo(from: 1, to: 1000)
    return try writer.addClient(
      profile, clientID: ClientID(text(length: 40)), owner: owner(of: index, all: plan.applications, among: owners),
      secret: type == .confidential ? digest("secret", index) : nil, createdAt: created,
      lastUsedAt: lastUse(since: created))
  }

  mutating func addToken(
    _ index: Int, to writer: BulkWriter, owners: [Identifier<User>]
  ) throws(StorageError) {
    let name = "\(random.choice(of: Words.tokenFirst))-\(random.choice(of: Words.tokenSecond))-\(padded(index))"
    let created = daysAgo(from: 0, to: 900)
    try writer.addPersonalToken(
      name: Name(stored: name), owner: owner(of: index, all: plan.tokens, among: owners), scopes: scopes(),
      secret: digest("token", index), createdAt: created, expiresAt: expiry(), lastUsedAt: lastUse(since: created))
  }

  /// Each user lets applications in at even distances, so that no pair comes twice.
  mutating func addGrant(
    _ index: Int, to writer: BulkWriter, users: [Identifier<User>], clients: [Identifier<Client>]
  ) throws(StorageError) {
    let user = index % users.count
    let client = clients[(user * 7919 + index / users.count) % clients.count]
    let created = daysAgo(from: 0, to: 700)
    let scopes = scopes()
    try writer.addGrant(
      to: client, by: users[user], scopes: scopes, createdAt: created, lastUsedAt: lastUse(since: created))
    let isLive = random.happens(inHundred: 70)
    let hours = Double(random.number(below: 3600)) * (isLive ? 1 : -1)
    try writer.addTokens(
      to: client, by: users[user], family: Int64(index + 1), scopes: scopes, access: digest("access", index),
      accessExpiresAt: plan.moment.addingTimeInterval(hours), refresh: digest("refresh", index),
      refreshExpiresAt: plan.moment.addingTimeInterval(Double(isLive ? 30 : -1) * 86_400), createdAt: created)
  }

  /// The first user has the plan's share of the rows; the others share the rest.
  private mutating func owner(of index: Int, all: Int, among owners: [Identifier<User>]) -> Identifier<User> {
    let busiest = all * plan.busiestShare / 100
    return index < busiest || owners.count == 1 ? owners[0] : owners[1 + random.number(below: owners.count - 1)]
  }

  private mutating func scopes() -> [String] {
    guard !plan.scopes.isEmpty else { return [] }
    let count = 1 + random.number(below: min(3, plan.scopes.count))
    let first = random.number(below: plan.scopes.count)
    return (0..<count).map { plan.scopes[(first + $0) % plan.scopes.count] }.sorted()
  }

  /// Never, long past, in some days, or next year.
  private mutating func expiry() -> Date? {
    switch random.number(below: 10) {
    case 0...1: nil
    case 2...3: daysAgo(from: 1, to: 400)
    case 4: plan.moment.addingTimeInterval(Double(1 + random.number(below: 14 * 86_400)))
    default: plan.moment.addingTimeInterval(Double(86_400 * 15 + random.number(below: 400 * 86_400)))
    }
  }

  private mutating func lastUse(since created: Date) -> Date? {
    random.happens(inHundred: 75) ? moment(between: created, and: plan.moment) : nil
  }

  private mutating func daysAgo(from nearest: Int, to farthest: Int) -> Date {
    plan.moment.addingTimeInterval(
      -Double(nearest * 86_400 + 1 + random.number(below: (farthest - nearest) * 86_400)))
  }

  private mutating func moment(between start: Date, and end: Date) -> Date {
    start.addingTimeInterval(Double(random.number(below: max(1, Int(end.timeIntervalSince(start))))))
  }

  private mutating func text(length: Int) -> String {
    Base62.random(
      length: length, random: RandomSource { [seed = random.next()] count in Self.bytes(count, seed: seed) })
  }

  private static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    // All below 248, the bytes that base62 takes, so that none is drawn again from the same beginning.
    return (0..<count).map { _ in UInt8(random.number(below: 248)) }
  }

  private mutating func digest(_ kind: String, _ index: Int) -> SecretDigest {
    SecretDigest(
      digest: SHA256.digest(of: "sample \(kind) \(plan.seed) \(index)"), lastFour: text(length: 4))
  }

  private func padded(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
