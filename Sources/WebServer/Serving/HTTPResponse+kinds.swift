import Guards
import HTTPServer
import Model
import OAuth

extension HTTPResponse {
  /// A JSON answer that nobody may keep.
  static func json(_ json: JSON, status: Int = 200, headers: [(name: String, value: String)] = []) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: [
        ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ] + headers,
      body: json.bytes)
  }

  /// A line of text.
  static func text(
    _ text: String, status: Int = 200, type: String = "text/plain; charset=utf-8",
    headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: [
        ("Content-Type", type), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ] + headers, body: Array(text.utf8))
  }

  /// An error of an endpoint that programs call (RFC 6749 §5.2).
  ///
  /// - Parameters:
  ///   - status: where it is not the error's own.
  ///   - seconds: after which what is not available may be asked for again.
  static func error(_ error: OAuthError, status: Int? = nil, retryAfter seconds: Int = 1) -> HTTPResponse {
    var headers: [(name: String, value: String)] = []
    if error.code == .invalidClient { headers.append(("WWW-Authenticate", "Basic realm=\"postern\"")) }
    if error.code == .temporarilyUnavailable { headers.append(("Retry-After", String(seconds))) }
    return .json(body(of: error), status: status ?? error.status, headers: headers)
  }

  /// An error of a protected resource (RFC 6750 §3).
  static func challenge(_ error: OAuthError?, scopes: [String] = []) -> HTTPResponse {
    if let error, error.code == .temporarilyUnavailable { return .error(error) }
    let needed = error?.code == .insufficientScope ? scopes : []
    let challenge = BearerChallenge.header(
      error?.code.rawValue, description: error?.description ?? "", scopes: needed)
    let headers = [(name: "WWW-Authenticate", value: challenge)]
    guard let error else { return .json(.object([]), status: 401, headers: headers) }
    return .json(body(of: error), status: error.status, headers: headers)
  }

  private static func body(of error: OAuthError) -> JSON {
    .object([("error", .string(error.code.rawValue)), ("error_description", .string(error.description))])
  }
}
