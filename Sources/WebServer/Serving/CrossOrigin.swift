import HTTPServer

/// Calls by scripts of other origins (Fetch §3.2): allowed where programs call, for everybody and without cookies; never
/// for pages.
enum CrossOrigin {
  /// An answer that any script may read.
  static func opened(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers += [
      ("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After"),
    ]
    return response
  }

  /// The answer to OPTIONS: what may be done here, and for scripts what they may send.
  static func preflight(_ request: HTTPRequest, _ route: Route) -> HTTPResponse {
    var headers: [(name: String, value: String)] = [("Allow", route.allowed)]
    if route.isOpenToScripts, request.header("access-control-request-method") != nil {
      headers += [
        ("Access-Control-Allow-Methods", route.allowed),
        ("Access-Control-Allow-Headers", "Authorization, Content-Type"), ("Access-Control-Max-Age", "86400"),
      ]
    }
    return HTTPResponse(status: 204, headers: headers)
  }
}
