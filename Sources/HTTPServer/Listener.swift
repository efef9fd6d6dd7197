import Glibc

/// A socket that listens.
struct Listener {
  /// Its descriptor, the caller's to close.
  let descriptor: Int32
  /// The port, also when any free one was asked for.
  let port: UInt16

  /// Connections that wait to be accepted; the system has its own limit too.
  static let backlog: Int32 = 4096

  /// Opens one at the first of the host's addresses that can be had.
  init(host: String, port: UInt16) throws(HTTPServerError) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    var found: UnsafeMutablePointer<addrinfo>?
    guard !name.isEmpty, getaddrinfo(name, String(port), &hints, &found) == 0 else { throw .unknownHost(host) }
    defer { freeaddrinfo(found) }
    var code = EADDRNOTAVAIL
    var address = found
    while let candidate = address?.pointee {
      let descriptor = Self.open(candidate)
      if descriptor >= 0 {
        self.descriptor = descriptor
        self.port = Self.port(of: descriptor)
        return
      }
      code = errno
      address = candidate.ai_next
    }
    switch code {
    case EADDRINUSE: throw .portInUse(host: host, port: port)
    case EACCES: throw .portNotPermitted(port: port)
    default: throw .cannotListen(host: host, port: port, reason: HTTPServerError.words(code))
    }
  }

  /// Leaves errno as the call that failed set it.
  private static func open(_ address: addrinfo) -> Int32 {
    let type = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.ai_family, type, address.ai_protocol)
    guard descriptor >= 0 else { return -1 }
    var on: Int32 = 1
    var off: Int32 = 0
    let size = socklen_t(MemoryLayout<Int32>.size)
    // A server that starts again need not wait for connections of its predecessor to be forgotten.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
    if address.ai_family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, size) }
    if bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, backlog) == 0 {
      return descriptor
    }
    let code = errno
    close(descriptor)
    errno = code
    return -1
  }

  private static func port(of descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
      // The port is in the same place for both kinds of addresses.
      return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
    }
  }
}
