import HTTPServer

/// A place that can be asked for, and what may be done there.
struct Route: Sendable {
  /// What answers a method.
  typealias Handler = @Sendable (HTTPRequest) -> HTTPAnswer

  /// The path, which also names it in metrics.
  let path: String
  /// What answers each method; HEAD is answered as GET.
  let handlers: KeyValuePairs<String, Handler>
  /// Whether scripts of other origins may call it, without cookies.
  var isOpenToScripts = false
  /// Whether people come here with a browser, and are to be told with a page what went wrong.
  var isPage = false

  /// The route of a server whose issuer has a path: everything lies below it, but for what is well-known, which begins at
  /// the root (RFC 8414 §3.1).
  func moved(below base: String) -> Route {
    let moved = path.hasPrefix("/.well-known/") ? path + base : base + path
    return Route(path: moved, handlers: handlers, isOpenToScripts: isOpenToScripts, isPage: isPage)
  }

  /// What answers a method; nothing where the method has no meaning.
  func handler(of method: String) -> Handler? {
    // They are one or two, and looking at each is quicker than hashing.
    handlers.first { $0.key == method || ($0.key == "GET" && method == "HEAD") }?.value
  }

  /// The methods, for the `Allow` header (RFC 9110 §10.2.1).
  var allowed: String {
    var methods = handlers.map(\.key)
    if methods.contains("GET") { methods.append("HEAD") }
    methods.append("OPTIONS")
    return methods.sorted().joined(separator: ", ")
  }
}
