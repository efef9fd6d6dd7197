import FoundationEssentials
import Model
import Storage
import TestSupport

/// What browsers call themselves.
enum TestBrowser {
  static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
  static let chrome =
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
}

extension SampleHouse {
  /// A browser that somebody signed in with an hour and a half ago, and used since.
  ///
  /// - Parameter number: tells the sessions apart.
  func addSession(_ number: UInt8, of user: User, agent: String, from address: String, usedAgo: Double = 60) throws {
    let now = fixture.clock.now
    let digest = [UInt8](repeating: number, count: 32)
    try fixture.store.addSession(
      digest: digest, of: user.id,
      in: BrowserMark(address: address, userAgent: agent, userAgentDigest: [UInt8](repeating: 9, count: 32)),
      replacing: nil, expiresAt: now.addingTimeInterval(37_800), at: now.addingTimeInterval(-5400))
    if let found = try fixture.store.session(digest: digest, at: now) {
      try fixture.store.commit(Store.touchSession(found.session.id, at: now.addingTimeInterval(-usedAgo)))
    }
  }

  /// A key that opens somebody's account.
  func addKey(_ name: String, of user: User, _ key: TestSSHKey = .ed25519) throws {
    _ = try fixture.store.addSSHKey(
      SSHPublicKey(validating: key.line), fingerprint: key.fingerprint, name: Name(validating: name), of: user.id,
      limit: SSHKey.limit, at: fixture.clock.now, audit: fixture.audit(.sshKeyAdd, target: name))
  }

  /// Two browsers and two keys of Ada's, and a browser of Ben's.
  func furnishAccount() throws {
    try addSession(1, of: ada, agent: TestBrowser.firefox, from: "192.0.2.7", usedAgo: 120)
    try addSession(2, of: ada, agent: TestBrowser.chrome, from: "2001:db8::7", usedAgo: 4000)
    try addSession(3, of: ben, agent: TestBrowser.firefox, from: "192.0.2.9")
    try addKey("laptop", of: ada)
    try addKey("work station", of: ada, .ecdsa256)
  }
}
