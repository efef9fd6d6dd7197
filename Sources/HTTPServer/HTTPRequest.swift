/// A whole request, as it came through the gate: nothing in it can be read in two ways.
public struct HTTPRequest: Sendable {
  /// The method, such as `GET`.
  public var method: String
  /// The path as it stood in the request line, without the query; begins with a slash.
  public var path: String
  /// What stood behind the question mark, still encoded; nothing without one.
  public var query: String?
  /// The headers in their order; names in lower case.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]
  /// The address of whoever sent it: the connection's, or the one a trusted proxy tells of.
  public var address: String
  /// Whether it came under TLS, to this server or to a trusted proxy.
  public var isSecure: Bool

  /// A request.
  public init(
    method: String, path: String, query: String? = nil, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], address: String = "127.0.0.1", isSecure: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.address = address
    self.isSecure = isSecure
  }

  /// The value of a header, the first where it came more than once; nothing when it is missing.
  ///
  /// - Parameter name: in lower case.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// How often a header came.
  ///
  /// - Parameter name: in lower case.
  public func count(of name: String) -> Int { headers.count { $0.name == name } }
}
