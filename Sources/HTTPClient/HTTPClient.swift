import CCurl

/// A request to another server.
public struct HTTPCall: Sendable {
  /// The method.
  public var method: String
  /// Where: an http or https URL.
  public var url: String
  /// Headers in their order.
  public var headers: [(name: String, value: String)]
  /// What is sent; empty for nothing.
  public var body: [UInt8]

  /// A request.
  public init(
    _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// What another server answered.
public struct HTTPResult: Sendable {
  /// The status.
  public let status: Int
  /// The headers in their order; names in lower case.
  public let headers: [(name: String, value: String)]
  /// The body.
  public let body: [UInt8]

  /// The value of a header, the first where it came more than once.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Why nothing was answered: one sentence, in libcurl's words.
public struct HTTPClientError: Error, Sendable, Equatable {
  /// What went wrong.
  public let sentence: String
}

/// Calls other servers, through libcurl. It follows no redirects, checks certificates, and waits for ten seconds.
public struct HTTPClient: Sendable {
  /// The most bytes of a body that are taken.
  private static let bodyLimit = 1 << 20
  private static let seconds = 10
  /// To be called once before anything else (curl_global_init(3)).
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// A client.
  public init() {}

  /// Sends a request and waits for the whole answer.
  public func send(_ call: HTTPCall) throws(HTTPClientError) -> HTTPResult {
    guard Self.isReady, let handle = curl_easy_init() else { throw HTTPClientError(sentence: "libcurl cannot start.") }
    defer { curl_easy_cleanup(handle) }
    guard call.headers.allSatisfy({ !$0.name.contains("\r\n") && !"\($0.name)\($0.value)".utf8.contains(10) }) else {
      throw HTTPClientError(sentence: "A header cannot hold a line feed.")
    }
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    // libcurl would wait for "100 Continue" before a longer body.
    for header in call.headers + [("Expect", "")] { list = curl_slist_append(list, "\(header.name): \(header.value)") }
    let sink = Sink(limit: Self.bodyLimit)
    let code = withExtendedLifetime(sink) {
      prepare(handle, call, list, sink)
      return call.body.withUnsafeBytes { bytes in
        if !bytes.isEmpty {
          postern_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, bytes.count)
          postern_curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
          postern_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, call.method)
        }
        return curl_easy_perform(handle)
      }
    }
    guard code == CURLE_OK else { throw HTTPClientError(sentence: String(cString: curl_easy_strerror(code))) }
    return HTTPResult(status: postern_curl_status(handle), headers: sink.headers, body: sink.body)
  }

  private func prepare(
    _ handle: UnsafeMutableRawPointer, _ call: HTTPCall, _ list: UnsafeMutablePointer<curl_slist>?, _ sink: Sink
  ) {
    postern_curl_set_text(handle, CURLOPT_URL, call.url)
    postern_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    postern_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
    postern_curl_set_long(handle, CURLOPT_TIMEOUT, Self.seconds)
    postern_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    if call.method == "HEAD" { postern_curl_set_long(handle, CURLOPT_NOBODY, 1) }
    postern_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, call.method)
    let context = Unmanaged.passUnretained(sink).toOpaque()
    postern_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    postern_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Sink.of(context)?.take(body: bytes, size * count) ?? 0
    }
    postern_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    postern_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Sink.of(context)?.take(header: bytes, size * count) ?? 0
    }
  }
}

/// Where libcurl puts what it receives; used by one call on one thread.
private final class Sink {
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  static func of(_ context: UnsafeMutableRawPointer?) -> Sink? {
    context.map { Unmanaged<Sink>.fromOpaque($0).takeUnretainedValue() }
  }

  func take(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    // Taking fewer than there are ends the transfer.
    guard let bytes, body.count + count <= limit else { return 0 }
    body += UnsafeRawBufferPointer(start: bytes, count: count)
    return count
  }

  func take(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes else { return 0 }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    if line.hasPrefix("HTTP/") { headers = [] }
    if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let value = line[line.utf8.index(after: colon)...].trimmed
      headers.append((line[..<colon].lowercased(), value))
    }
    return count
  }
}

extension Substring {
  /// Without blanks and line ends around it.
  fileprivate var trimmed: String {
    var rest = unicodeScalars
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
