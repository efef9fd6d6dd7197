import Accounts
import Configuration
import Cryptography
import FoundationEssentials
import HTTPServer
import Model
import OAuth
import Storage

/// What every route works with; all share one.
public final class WebServices: Sendable {
  /// The whole configuration.
  public let settings: Settings
  /// The protocol.
  public let server: AuthorizationServer
  /// Connections to read from.
  public let pool: StorePool
  /// The one that writes, many changes in a transaction.
  public let writer: GroupWriter
  /// What is counted.
  public let metrics: Metrics
  /// What was used and is yet to be written.
  let uses = UseLog()
  /// Who was not let in and is yet to be told of.
  let refusals = RefusalLog()
  /// Sign-in, sessions and the pages of people.
  let people: SignInPages
  /// Whether the routes for trying things out are there.
  public let isDevelopment: Bool
  /// Opens a database for a server.
  ///
  /// - Parameters:
  ///   - path: where the database is.
  ///   - accountSettings: the part of the configuration that use cases need.
  public init(
    settings: Settings, accountSettings: AccountSettings, path: String, isDevelopment: Bool = false,
    surroundings: Surroundings = Surroundings()
  ) throws(StorageError) {
    self.settings = settings
    self.isDevelopment = isDevelopment
    server = AuthorizationServer(
      settings: OAuthSettings(settings, isDevelopment: isDevelopment), surroundings: surroundings)
    let lineage = Lineage()
    pool = try StorePool(path: path, lineage: lineage)
    writer = try GroupWriter(path: path, lineage: lineage)
    metrics = Metrics()
    people = SignInPages(
      settings: settings, accountSettings: accountSettings, surroundings: surroundings, stores: pool, writer: writer,
      pool: HashingPool())
  }

  /// Where a request came from, in the words of the audit log.
  func origin(of request: HTTPRequest) -> Origin { Origin("http \(request.address)") }

  /// The same by network, for what anybody can cause as often as they like.
  func network(of request: HTTPRequest) -> Origin { Origin("http \(NetworkAddress.network(of: request.address))") }

  /// Hands to the writer when tokens, clients, secrets and grants were used last.
  ///
  /// - Parameter most: more rows than that are left for a later time, when some have become the same.
  public func writeUses(atMost most: Int = .max) {
    uses.write(to: writer, atMost: most)
    // What could not be written before.
    refusals.write(to: writer)
  }

  /// Writes all that is remembered and yet to be written, and ends the writer.
  public func finish() {
    writeUses()
    refusals.finish(with: writer)
    writer.stop()
  }

  /// Asks the database something for the protocol.
  func read<Value>(_ body: (Store) throws(OAuthError) -> Value) throws(OAuthError) -> Value {
    try pool.with(body) { (error) throws(OAuthError) in throw OAuthError(error) }
  }
}

extension OAuthSettings {
  /// The part of the configuration that the protocol needs.
  public init(_ settings: Settings, isDevelopment: Bool) {
    self.init(issuer: settings.issuer)
    grantTypes = settings.grantTypes
    responseTypes = settings.responseTypes
    pkce = settings.pkce
    singleTokenPerUser = settings.singleTokenPerUser
    acceptTokenInQuery = settings.acceptTokenInQuery
    accessTokenLifetime = settings.accessTokenLifetime
    refreshTokenLifetime = settings.refreshTokenLifetime
    codeLifetime = settings.codeLifetime
    resourceServers = settings.resourceServers
    scopes = isDevelopment ? settings.scopes.withTestScope : settings.scopes
  }
}

extension ScopeCatalogue {
  /// The scope that the routes for trying things out ask for.
  static let testScope = Scope(id: "test:scope", help: "Allow access to the test page", group: "test")

  /// These scopes and the one for trying things out.
  var withTestScope: ScopeCatalogue {
    guard self[Self.testScope.id] == nil else { return self }
    return (try? ScopeCatalogue(all.filter { $0.id != Scope.userEmail.id } + [Self.testScope])) ?? self
  }
}
