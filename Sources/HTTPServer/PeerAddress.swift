import Glibc

/// The address of who is connected, or of a proxy before it, in the one spelling that the system gives it. An IPv4
/// address that comes through an IPv6 socket is an IPv4 address.
struct PeerAddress: Sendable, Hashable {
  /// As it is written.
  let text: String
  /// What connections are counted by: the address, or the /64 that one customer is given of IPv6.
  let group: UInt64

  /// Reads an address as people and proxies write it; nothing for anything else.
  init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(four)
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self.init(six)
    } else {
      return nil
    }
  }

  /// The address in what the system tells of a connection.
  init?(_ address: UnsafePointer<sockaddr>?) {
    guard let address else { return nil }
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      self.init(UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr)
    case AF_INET6:
      self.init(UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr)
    default: return nil
    }
  }

  private init(_ address: in_addr) {
    self.init(family: AF_INET, bytes: withUnsafeBytes(of: address) { Array($0) })
  }

  private init(_ address: in6_addr) {
    let bytes = withUnsafeBytes(of: address) { Array($0) }
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    self.init(family: isMapped ? AF_INET : AF_INET6, bytes: isMapped ? Array(bytes[12...]) : bytes)
  }

  private init(family: Int32, bytes: [UInt8]) {
    text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
      guard let start = buffer.baseAddress, inet_ntop(family, bytes, start, socklen_t(buffer.count)) != nil else {
        return ""
      }
      return String(cString: start)
    }
    group = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
