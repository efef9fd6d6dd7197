import Glibc

/// An address as a network: what one household, phone or office is known by.
public enum NetworkAddress {
  /// An IPv4 address itself, also when it is written inside an IPv6 address; of an IPv6 address its first 64 bits, since
  /// the rest changes every day (RFC 8981) and whoever has one address there has them all. Other text stays as it is.
  public static func network(of address: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    // A zone such as `%eth0` names this machine's interface, not the network.
    let plain = String(address.prefix { $0 != "%" })
    guard plain.contains(":"), inet_pton(AF_INET6, plain, &bytes) == 1 else { return address }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map { String($0) }.joined(separator: ".")
    }
    for index in 8..<16 { bytes[index] = 0 }
    // In the one spelling that the system has for it.
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return address }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) + "/64"
  }
}
