import Configuration
import Cryptography
import Glibc
import HTTPServer
import Model
import OAuth

/// Every route of the server, behind one door.
public struct WebServer: Sendable {
  /// Whose routes a listener serves.
  public enum Side: Sendable {
    /// Those for people and clients, without health and metrics.
    case `public`
    /// Health and metrics alone.
    case management
    /// Both.
    case both
  }

  /// What is told of an answered request; never a query, header or body.
  public struct LogEntry: Sendable {
    /// The method.
    public let method: String
    /// The path, without the query. Of one that leads nowhere, no segment as long as a secret.
    public let path: String
    /// The status answered.
    public let status: Int
    /// From the whole request to its answer.
    public let microseconds: Int
    /// Who asked.
    public let address: String
  }

  private let services: WebServices
  private let routes: [String: Counted]
  private let elsewhere: RouteCounter
  private let log: (@Sendable (LogEntry) -> Void)?

  /// The routes of a side.
  ///
  /// - Parameters:
  ///   - log: told of each answer.
  ///   - front: what the listener counts, for the metrics.
  public init(
    _ services: WebServices, side: Side = .both, log: (@Sendable (LogEntry) -> Void)? = nil,
    front: @escaping @Sendable () -> HTTPServer.Counts? = { nil }
  ) {
    self.services = services
    self.log = log
    var routes: [Route] = []
    let base = services.people.pages.base
    if side != .management { routes += Self.publicRoutes(services).map { $0.moved(below: base) } }
    if side != .public { routes += Self.managementRoutes(services, front: front) }
    self.routes = Dictionary(
      uniqueKeysWithValues: routes.map { route in
        (route.path, Counted(route: route, counter: services.metrics.counter(of: route.path)))
      })
    elsewhere = services.metrics.counter(of: "other")
  }

  /// A route and the counter of its answers.
  private struct Counted {
    let route: Route
    let counter: RouteCounter
  }

  /// Answers a request.
  public func answer(_ request: HTTPRequest) -> HTTPAnswer {
    let start = Stopwatch()
    let route = routes[request.path]
    switch dispatch(request, to: route?.route) {
    case .now(let response): return .now(finish(response, to: request, route, since: start))
    case .later(let body):
      return .later { respond in
        body(Responder { make in respond { finish(make(), to: request, route, since: start) } })
      }
    }
  }

  /// Counts and tells of an answer, and opens it to scripts where they may read it.
  private func finish(
    _ response: HTTPResponse, to request: HTTPRequest, _ counted: Counted?, since start: Stopwatch
  ) -> HTTPResponse {
    let microseconds = start.microseconds
    (counted?.counter ?? elsewhere).count(status: response.status, microseconds: microseconds)
    let route = counted?.route
    log?(
      LogEntry(
        method: request.method, path: route?.path ?? Self.unknown(request.path), status: response.status,
        microseconds: microseconds, address: request.address))
    guard let route, route.isOpenToScripts, request.header("origin") != nil else { return response }
    return CrossOrigin.opened(response)
  }

  private func dispatch(_ request: HTTPRequest, to route: Route?) -> HTTPAnswer {
    guard let route else { return .now(.text("There is nothing here.\n", status: 404)) }
    guard isAllowed(request.query) else { return .now(refuseQuery(of: request, route)) }
    if let handler = route.handler(of: request.method) { return handler(request) }
    if request.method == "OPTIONS" {
      return .now(CrossOrigin.preflight(request, route))
    }
    return .now(.text("Not this way: \(route.allowed).\n", status: 405, headers: [("Allow", route.allowed)]))
  }

  /// What is said of a query that holds a character which is not allowed: browsers leave some of them as they are.
  private func refuseQuery(of request: HTTPRequest, _ route: Route) -> HTTPResponse {
    let error = OAuthError(.invalidRequest, "The query holds a character that is not allowed; encode it.")
    guard route.isPage else { return .error(error) }
    return services.people.pages.answer(
      ErrorPage(error.code, detail: error.description), status: error.status, to: request)
  }

  /// A path that leads nowhere, as it may be logged: somebody may have written a secret into it, and it may be very long.
  private static func unknown(_ path: String) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      segment.utf8.count < MachineSecret.minimumLength ? String(segment) : "…"
    }
    return String(segments.joined(separator: "/").prefix(200))
  }

  /// Whether a query holds letters, digits and the configured characters alone.
  private func isAllowed(_ query: String?) -> Bool {
    guard let query else { return true }
    return query.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
      default: services.settings.allowedQueryCharacters.contains(Character(scalar))
      }
    }
  }
}

extension WebServer {
  private static func publicRoutes(_ services: WebServices) -> [Route] {
    let metadata = HTTPResponse.json(services.server.metadata)
    let resources = ResourceEndpoints(services: services)
    var routes =
      peopleRoutes(services) + [
        Route(
          path: "/oauth/token", handlers: ["POST": TokenEndpoint(services: services).answer], isOpenToScripts: true),
        Route(
          path: "/oauth/revoke", handlers: ["POST": RevocationEndpoint(services: services).answer],
          isOpenToScripts: true),
        Route(path: "/oauth/introspect", handlers: ["POST": IntrospectionEndpoint(services: services).answer]),
        Route(
          path: "/oauth/device_authorization",
          handlers: ["POST": DeviceAuthorizationEndpoint(services: services).answer], isOpenToScripts: true),
        Route(
          path: "/.well-known/oauth-authorization-server", handlers: ["GET": { _ in .now(metadata) }],
          isOpenToScripts: true),
        Route(path: "/oauth/ping", handlers: ["GET": resources.ping, "POST": resources.ping]),
      ]
    if services.isDevelopment {
      routes += [
        Route(path: "/oauth/info", handlers: ["GET": resources.info]),
        Route(path: "/oauth/invalid", handlers: ["GET": resources.invalid]),
      ]
    }
    return routes
  }

  private static func peopleRoutes(_ services: WebServices) -> [Route] {
    let people = services.people
    let authorization = AuthorizationEndpoint(services: services, people: people)
    let device = DeviceEndpoint(services: services, people: people)
    return [
      Route(
        path: "/oauth/authorize", handlers: ["GET": authorization.ask, "POST": authorization.decide], isPage: true),
      Route(path: "/device", handlers: ["GET": device.ask, "POST": device.decide], isPage: true),
      Route(path: "/login", handlers: ["GET": people.signInForm, "POST": people.signIn], isPage: true),
      Route(path: "/logout", handlers: ["POST": people.signOut], isPage: true),
      Route(path: "/account", handlers: ["GET": people.account], isPage: true),
      // Who opens the bare address is looking for a page.
      Route(
        path: "/", handlers: ["GET": { .now(people.pages.redirect(to: people.pages.path("/account"), for: $0)) }],
        isPage: true),
      Route(path: "/oauth/errors", handlers: ["GET": people.errors], isPage: true),
      Route(path: "/style.css", handlers: ["GET": people.styleSheet]),
    ]
  }

  private static func managementRoutes(
    _ services: WebServices, front: @escaping @Sendable () -> HTTPServer.Counts?
  ) -> [Route] {
    let management = ManagementEndpoints(services: services, front: front)
    return [
      Route(path: "/healthz", handlers: ["GET": management.health]),
      Route(path: "/metrics", handlers: ["GET": management.metrics]),
    ]
  }
}

/// Tells how long something took. The standard library's clocks count in attoseconds, with numbers of 128 bits.
private struct Stopwatch {
  private let start = Self.nanoseconds

  /// Whole microseconds since the start.
  var microseconds: Int { (Self.nanoseconds - start) / 1000 }

  private static var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
