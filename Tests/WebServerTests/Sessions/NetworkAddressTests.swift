import Testing

@testable import WebServer

@Suite struct NetworkAddressTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("::FFFF:c000:0207", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
    ("2001:db8::1", "2001:db8::/64"), ("::1", "::/64"), ("fe80::1%eth0", "fe80::/64"),
    ("", ""), ("unix", "unix"), ("not:an:address", "not:an:address"), ("192.0.2.7%x", "192.0.2.7%x"),
  ])
  func `an address is known by its network`(address: String, network: String) {
    #expect(NetworkAddress.network(of: address) == network)
  }
}
