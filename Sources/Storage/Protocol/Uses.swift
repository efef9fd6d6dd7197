import FoundationEssentials
import Model

/// When tokens, clients, their secrets and grants were used last, collected to be written together: a request that had to
/// write that itself would wait for the disk.
public struct Uses: Sendable {
  /// Whom a grant is to, and by whom.
  private struct Grant: Hashable {
    let client: Int64
    let user: Int64
  }

  private var tokens: [Int64: Date] = [:]
  private var clients: [Int64: Date] = [:]
  private var secrets: [Int64: Date] = [:]
  private var grants: [Grant: Date] = [:]

  /// None yet.
  public init() {}

  /// How many rows they are in.
  public var count: Int { tokens.count + clients.count + secrets.count + grants.count }

  /// A token was shown, which is a use of the grant that it comes from as well.
  public mutating func note(_ token: BearerToken, at now: Date) {
    tokens[token.id.rawValue] = now
    if let client = token.client, let user = token.user {
      grants[Grant(client: client.id.rawValue, user: user.id.rawValue)] = now
    }
  }

  /// A client has authenticated, with a secret if it has one.
  public mutating func note(_ client: ProtocolClient, with secret: Identifier<ClientSecret>?, at now: Date) {
    clients[client.id.rawValue] = now
    if let secret { secrets[secret.rawValue] = now }
  }

  /// Takes others in, the later of two uses of the same.
  public mutating func merge(_ others: Uses) {
    tokens.merge(others.tokens, uniquingKeysWith: max)
    clients.merge(others.clients, uniquingKeysWith: max)
    secrets.merge(others.secrets, uniquingKeysWith: max)
    grants.merge(others.grants, uniquingKeysWith: max)
  }

  /// The same in parts of at most so many rows, so that nobody waits long for one to be written.
  public func parts(of rows: Int) -> [Uses] {
    var parts: [Uses] = []
    var part = Uses()
    func add<Key>(_ uses: [Key: Date], to kind: WritableKeyPath<Uses, [Key: Date]>) {
      for (key, date) in uses {
        part[keyPath: kind][key] = date
        guard part.count == rows else { continue }
        parts.append(part)
        part = Uses()
      }
    }
    add(tokens, to: \.tokens)
    add(clients, to: \.clients)
    add(secrets, to: \.secrets)
    add(grants, to: \.grants)
    return part.count > 0 ? parts + [part] : parts
  }

  /// Writes them.
  public var change: Change<Void> {
    let lines =
      tokens.map { Line(Self.token, [$0], $1) } + clients.map { Line(Self.client, [$0], $1) }
      + secrets.map { Line(Self.secret, [$0], $1) } + grants.map { Line(Self.grant, [$0.client, $0.user], $1) }
    return Change(writesTokensAlone: true) { (database) throws(StorageError) in
      for line in lines { try database.run(line.statement, line.values) }
    }
  }

  private struct Line {
    let statement: FrequentStatement
    let values: [SQLValue]

    init(_ statement: FrequentStatement, _ ids: [Int64], _ date: Date) {
      self.statement = statement
      values = [.date(date)] + ids.map(SQLValue.integer) + [.date(date)]
    }
  }

  private static let token = touching("tokens", where: "id = ?")
  private static let client = touching("clients", where: "id = ?")
  private static let secret = touching("client_secrets", where: "id = ?")
  private static let grant = touching("grants", where: "client_id = ? AND user_id = ?")

  /// Several servers may tell of the same row, the later one of an earlier use.
  private static func touching(_ table: String, where condition: String) -> FrequentStatement {
    FrequentStatement("UPDATE \(table) SET last_used_at = ? WHERE \(condition) AND ifnull(last_used_at, 0) < ?")
  }
}
