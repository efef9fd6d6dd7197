import Configuration
import Testing

@testable import postern

@Suite struct ServerWarningTests {
  private static let tls = "tls: { certificate: 'c', key: 'k' }"
  private static let issuer = "issuer: 'https://a.example'"

  private func warnings(_ keys: [String]) throws -> [String] {
    try Settings(JSON5Document(text: "{ \(keys.joined(separator: ", ")) }", file: "c")).serverWarnings
  }

  @Test(arguments: [
    [], ["listen: '[::1]:5000'"], ["listen: 'localhost:5000'"], ["managementListen: '127.0.0.1:9000'"],
    [tls, issuer, "listen: '0.0.0.0:443'", "managementListen: '127.0.0.1:9000'"], [tls],
  ])
  func `what only this machine reaches, or what has TLS and a name, needs no warning`(keys: [String]) throws {
    #expect(try warnings(keys) == [])
  }

  @Test(arguments: [
    ([issuer, "listen: '0.0.0.0:80'"], ["0.0.0.0:80 is reached from other machines without TLS"]),
    ([issuer, "managementListen: '0.0.0.0:9000'"], ["health and metrics at 0.0.0.0:9000 are reached"]),
    (
      [tls, issuer, "listen: '0.0.0.0:443'", "managementListen: '[::]:9000'"],
      ["health and metrics at [::]:9000 are reached"]
    ),
    ([tls, "listen: '[::]:443'"], ["applications and browsers are told https://localhost:443"]),
    ([tls, "listen: '192.0.2.1:443'"], ["applications and browsers are told https://192.0.2.1:443"]),
    (
      ["listen: '0.0.0.0:80'", "managementListen: '0.0.0.0:9000'"],
      ["0.0.0.0:80 is reached", "health and metrics at", "told http://localhost:80"]
    ),
  ])
  func `what others reach in clear, and a name that is a guess, is warned of`(keys: [String], parts: [String]) throws {
    let warnings = try warnings(keys)
    #expect(warnings.count == parts.count)
    for (warning, part) in zip(warnings, parts) { #expect(warning.contains(part) && warning.hasSuffix(".")) }
  }
}
