/// What is answered to a request.
public struct HTTPResponse: Sendable {
  /// The status (RFC 9110 §15).
  public var status: Int
  /// The headers in their order. `Content-Length`, `Date` and `Connection` are the server's own.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]

  /// A response.
  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of a header; nothing when it is not there.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// When a request is answered.
public enum HTTPAnswer: Sendable {
  /// At once.
  case now(HTTPResponse)
  /// When something else is done: the connection sleeps, its thread goes on with others. The closure is called once and
  /// hands the responder on; the responder is called once, from any thread, also before the closure returns.
  case later(@Sendable (_ respond: @escaping @Sendable (HTTPResponse) -> Void) -> Void)
}
