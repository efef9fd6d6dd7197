import Glibc
import HTTPServer
import Testing

/// A client that sends bytes as it is told, and reads what comes.
final class RawClient {
  /// An answer as it came.
  struct Answer {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: String

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    var closes: Bool { header("connection")?.lowercased() == "close" }
  }

  let descriptor: Int32
  private var pending: [UInt8] = []

  /// Connects to this machine's own address, and gives up waiting for bytes after half a minute.
  init(_ port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(Self.connects(descriptor, port))
    var wait = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  fileprivate static func connects(_ descriptor: Int32, _ port: UInt16) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// Sends all of it, or as much as the other side takes before it closes.
  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Sends a head byte by byte until nobody takes it any more.
  static func drip(_ descriptor: Int32) {
    for byte in "GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8 {
      var byte = byte
      if Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) < 0 { return }
    }
    var byte: UInt8 = 0x61
    while Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) == 1 { usleep(5000) }
  }

  /// Says that nothing more will be sent.
  func finishSending() { shutdown(descriptor, Int32(1)) }

  /// Goes away in a way that the other side notices at once.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    var address = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: sockaddr().sa_data)
    connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size))
  }

  /// Whether more has come; false when the other side has closed.
  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &piece, piece.count, 0)
    if count < 0, errno == EAGAIN { Issue.record("The server neither answers nor closes.") }
    guard count > 0 else { return false }
    pending += piece[..<count]
    return true
  }

  /// All that comes until the other side closes.
  func readToEnd() -> String {
    while fill() {}
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// The next answer.
  ///
  /// - Parameter hasBody: not the answer to HEAD.
  func answer(hasBody: Bool = true) throws -> Answer {
    let end = Array("\r\n\r\n".utf8)
    while pending.firstRange(of: end) == nil { try #require(fill(), "closed without an answer") }
    let head = try #require(pending.firstRange(of: end))
    let lines = String(decoding: pending[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n")
    pending.removeSubrange(..<head.upperBound)
    let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ": ", maxSplits: 1)
      return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
    var answer = Answer(status: status, headers: headers, body: "")
    let length = hasBody && status != 100 ? answer.header("content-length").flatMap { Int($0) } ?? 0 : 0
    while pending.count < length { try #require(fill(), "closed in the midst of an answer") }
    answer.body = String(decoding: pending[..<length], as: UTF8.self)
    pending.removeSubrange(..<length)
    return answer
  }

  /// Asks for a path, and reads the answer.
  func get(_ target: String, _ headers: String = "") throws -> Answer {
    send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")
    return try answer()
  }

  /// Whether the other side has closed, and has sent nothing before.
  var isClosed: Bool { pending.isEmpty && !fill() && pending.isEmpty }
}

/// A server that tells what it was asked, one part a line.
func echo(_ settings: HTTPServerSettings = HTTPServerSettings()) throws -> HTTPServer {
  try HTTPServer(settings) { .now(HTTPResponse(status: 200, body: Array(lines(of: $0).utf8))) }
}

/// The parts of a request.
func lines(of request: HTTPRequest) -> String {
  let headers = request.headers.map { "\($0.name): \($0.value)\n" }.joined()
  return "\(request.method) \(request.path)\n?\(request.query ?? "-")\n\(request.address) \(request.isSecure)\n"
    + "\(headers)\n\(String(decoding: request.body, as: UTF8.self))"
}

/// Waits until something holds, half a minute at most.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<15_000 {
    if condition() { return true }
    usleep(2000)
  }
  return false
}

/// Whether nobody listens at a port.
func refusesListening(_ port: UInt16) -> Bool {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  return !RawClient.connects(descriptor, port)
}
