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
  case later(@Sendable (_ respond: Responder) -> Void)
}

/// What answers a sleeping connection.
public struct Responder: Sendable {
  private let give: @Sendable (@escaping @Sendable () -> HTTPResponse) -> Void

  /// A responder that hands on what makes the answer.
  public init(_ give: @escaping @Sendable (@escaping @Sendable () -> HTTPResponse) -> Void) { self.give = give }

  /// Answers.
  public func callAsFunction(_ response: HTTPResponse) { give { response } }

  /// Answers with what a closure makes, on the connection's own thread once it is awake: for who has more to do than to
  /// put an answer together. It must not wait for anything.
  public func callAsFunction(making response: @escaping @Sendable () -> HTTPResponse) { give(response) }
}
