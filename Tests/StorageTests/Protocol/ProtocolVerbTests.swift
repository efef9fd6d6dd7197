import Cryptography
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct ProtocolVerbTests {
  /// Runs every verb of the protocol, on the ways that it can take.
  private func everyVerb(_ house: Authorized) throws {
    let store = house.store
    let now = house.now
    for isOnly in [true, false] {
      let code = try house.addCode(family: isOnly ? 1 : 2)
      for uri in [nil, "https://example.org/callback"] {
        _ = try store.commit(
          Store.redeem(
            PresentedCode(digest: code.digest, client: house.client.id, redirectURI: uri, challenge: nil),
            for: house.newTokens(), isOnly: isOnly, at: now, replay: house.replay))
      }
    }
    let named = try house.addCode(family: 6)
    _ = try store.commit(
      Store.redeem(
        PresentedCode(
          digest: named.digest, client: house.client.id, redirectURI: "https://example.org/callback", challenge: nil),
        for: house.newTokens(), isOnly: false, at: now, replay: house.replay))
    let token = try house.addTokens(family: 3)
    for _ in 0..<3 { _ = try store.commit(house.rotation(token)) }
    let given = try house.addTokens(family: 4)
    let own = NewTokens(
      access: house.test.secret(.accessToken), accessExpiresAt: now.addingTimeInterval(60), refresh: nil)
    _ = try store.commit(
      Store.issue(own, to: TokenHolder(client: house.client.id), scopes: [], isOnly: false, at: now))
    for digest in [given.digest, own.access.digest] {
      _ = try store.commit(Store.revoke(digest, of: house.client.id, audit: house.test.audit(.tokenRevoke)))
    }
    let device = house.test.secret(.deviceCode)
    try store.commit(
      Store.addDeviceCode(
        device, userCode: Authorized.userCode, client: house.client.id, scopes: [], interval: 5,
        expiresAt: now.addingTimeInterval(60), at: now))
    func poll() -> Change<DevicePoll> {
      Store.pollDevice(
        device.digest, of: house.client.id, family: 5, for: house.newTokens(), isOnly: true, at: now)
    }
    for _ in 0..<2 { _ = try store.commit(poll()) }
    _ = try store.commit(Store.deviceRequest(Authorized.userCode, at: now))
    try store.commit(
      Store.decideDevice(
        Authorized.userCode, by: house.ada.id, isApproved: true, at: now, audit: house.test.audit(.deviceApprove)))
    _ = try store.commit(poll())
    try store.commit(
      Store.grant(["a"], to: house.client.id, by: house.ada.id, at: now, audit: house.test.audit(.grantCreate)))
    _ = try store.grantedScopes(to: house.client.id, by: house.ada.id)
    _ = try store.protocolClient(house.client.clientID, at: now)
    _ = try store.consentView(ofClient: house.client.clientID, at: now)
    _ = try house.live(token)
    _ = try store.purge(at: now.addingTimeInterval(1_000_000), batch: 10)
  }

  @Test func `no verb of the protocol reads a growing table from end to end`() throws {
    let house = try Authorized(TestStore(searchLimit: 1000))
    try everyVerb(house)
    try expectIndexed(house.store)
    #expect(try house.store.check() == [])
  }

  @Test func `the client of an id comes with its live secrets`() throws {
    let house = try Authorized()
    let store = house.store
    let id = house.client.clientID
    let first = try #require(try store.protocolClient(id, at: house.now))
    #expect(first.secrets.count == 1 && first.isActive && first.type == .confidential && first.id == house.client.id)
    _ = try store.resetSecret(
      of: id, ownedBy: nil, secret: house.test.secret(.clientSecret), keepOldUntil: house.now.addingTimeInterval(60),
      at: house.now, audit: house.test.audit())
    #expect(try store.protocolClient(id, at: house.now)?.secrets.count == 2)
    let later = try #require(try store.protocolClient(id, at: house.now.addingTimeInterval(60)))
    #expect(later.secrets.count == 1 && later.secrets != first.secrets)
    let native = try house.test.addClient("Native", owner: house.ada, type: .public)
    #expect(try store.protocolClient(native.clientID, at: house.now)?.secrets == [])
    #expect(try store.protocolClient(ClientID(id.text.lowercased()), at: house.now) == nil)
    try store.setUser(house.client.ownerID, disabledAt: house.now, audit: house.test.audit(.userDisable))
    #expect(try store.protocolClient(id, at: house.now)?.isActive == false)
  }

  @Test func `a code needs a user and a family`() throws {
    let house = try Authorized()
    let code = NewCode(
      secret: house.test.secret(.authorizationCode), holder: TokenHolder(client: house.client.id), redirectURI: nil,
      scopes: [], challenge: nil, expiresAt: house.now)
    #expect(throws: StorageError.notFound) {
      try house.store.commit(Store.addCode(code, at: house.now, audit: nil))
    }
    #expect(try count("grants", in: house.test) == 0)
  }

  @Test func `tokens for a user or client who is gone are not written`() throws {
    let house = try Authorized()
    for holder in [
      TokenHolder(client: Identifier(rawValue: 99)),
      TokenHolder(client: house.client.id, user: Identifier(rawValue: 99), family: 1),
    ] {
      #expect(throws: StorageError.notFound) {
        try house.store.commit(
          Store.issue(house.newTokens(), to: holder, scopes: [], isOnly: false, at: house.now))
      }
    }
    #expect(try count("tokens", in: house.test) == 0)
  }

  // MARK: Purge

  @Test func `spent refresh tokens stay while their family lives, and leave with it (RFC 9700 §4.14.2)`() throws {
    let house = try Authorized()
    let first = try house.addTokens(family: 1, lasting: 100)
    house.test.clock.advance(seconds: 1000)
    let successor = house.newTokens(lasting: 1000)
    guard case .rotated = try house.store.commit(house.rotation(first, for: successor)) else {
      Issue.record("It was not rotated.")
      return
    }
    house.test.clock.advance(seconds: 2000)
    // The access token of the pair has expired, and so has the first refresh token, which was spent.
    #expect(try house.store.purge(at: house.now, batch: 100).deleted == 1)
    #expect(try count("tokens WHERE spent_at IS NOT NULL", in: house.test) == 1)
    // The next purge need not look at it again.
    #expect(try count("tokens WHERE expires_at <= \(house.now.seconds)", in: house.test) == 0)
    guard case .replayed = try house.store.commit(house.rotation(first)) else {
      Issue.record("The replay was not seen.")
      return
    }
    // Nothing is left to end, and no line to write.
    guard case .invalid = try house.store.commit(house.rotation(first)) else {
      Issue.record("Its family had ended.")
      return
    }
    #expect(try house.events(.tokenReplay) == 1)
    #expect(try count("tokens WHERE spent_at IS NULL", in: house.test) == 0)
    let other = try house.addTokens(family: 2, lasting: 100)
    _ = try house.store.commit(house.rotation(other, for: house.newTokens(lasting: 100)))
    house.test.clock.advance(seconds: 100_000)
    #expect(try house.store.purge(at: house.now, batch: 100).deleted == 4, "Also the spent one of the family before.")
    #expect(try count("tokens", in: house.test) == 0)
  }

  @Test func `used codes stay while their family lives, and leave with it (RFC 6749 §4.1.2)`() throws {
    let house = try Authorized()
    let code = try house.addCode(family: 1)
    let other = try house.addCode(family: 2)
    let first = house.newTokens(lasting: 100)
    _ = try house.store.commit(house.redemption(code, for: first))
    _ = try house.store.commit(house.redemption(other, for: house.newTokens(lasting: 1)))
    house.test.clock.advance(seconds: 2000)
    _ = try house.store.commit(house.rotation(first.refresh?.secret ?? first.access, for: house.newTokens()))
    house.test.clock.advance(seconds: 1000)
    _ = try house.store.purge(at: house.now, batch: 100)
    #expect(try count("authorization_codes", in: house.test) == 1)
    // The next purge need not look at it again.
    #expect(try count("authorization_codes WHERE expires_at <= \(house.now.seconds)", in: house.test) == 0)
    guard case .replayed = try house.store.commit(house.redemption(code)) else {
      Issue.record("The replay was not seen.")
      return
    }
    #expect(try count("tokens WHERE spent_at IS NULL", in: house.test) == 0)
    #expect(try count("authorization_codes", in: house.test) == 0)
    guard case .invalid = try house.store.commit(house.redemption(code)) else {
      Issue.record("There is no such code any more.")
      return
    }
    #expect(try house.events(.codeReplay) == 1)
  }

  @Test func `codes and device codes leave when they have expired`() throws {
    let house = try Authorized()
    let used = try house.addCode(family: 1)
    _ = try house.addCode(family: 2)
    _ = try house.addCode(family: 3, lasting: 1000)
    _ = try house.store.commit(house.redemption(used, for: house.newTokens(lasting: 2.5)))
    for (code, seconds) in [(Authorized.userCode, 60.0), (SHA256.digest(of: "CDFGHJKL"), 1000)] {
      try house.store.commit(
        Store.addDeviceCode(
          house.test.secret(.deviceCode), userCode: code, client: house.client.id, scopes: [], interval: 5,
          expiresAt: house.now.addingTimeInterval(seconds), at: house.now))
    }
    house.test.clock.advance(seconds: 59)
    #expect(try house.store.purge(at: house.now, batch: 100).deleted == 1, "The access token.")
    house.test.clock.advance(seconds: 1)
    #expect(
      try house.store.purge(at: house.now, batch: 100).deleted == 4, "The refresh token, two codes, a device code.")
    #expect(try count("authorization_codes", in: house.test) == 1)
    #expect(try count("device_codes", in: house.test) == 1)
    #expect(try count("tokens", in: house.test) == 0)
  }
}
