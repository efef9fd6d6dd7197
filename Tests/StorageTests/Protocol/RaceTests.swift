import Model
import TestSupport
import Testing

@testable import Storage

/// Of any number that try at once, one wins (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
@Suite struct RaceTests {
  private static let contenders = 50

  /// Runs the same change fifty times at once, from several connections, and counts its outcomes by name.
  private func race<Value>(
    _ house: Authorized, _ name: @escaping @Sendable (Value) -> String,
    _ change: @escaping @Sendable () -> Change<Value>
  ) async throws -> [String: Int] {
    let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<5 {
        group.addTask {
          let store = try house.test.another()
          return try (0..<Self.contenders / 5).map { _ in try name(store.commit(change())) }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return Dictionary(grouping: outcomes) { $0 }.mapValues(\.count)
  }

  /// The same through one writer, which commits them together.
  private func raceInGroup<Value>(
    _ house: Authorized, _ name: @escaping @Sendable (Value) -> String,
    _ change: @escaping @Sendable () -> Change<Value>
  ) async throws -> [String: Int] {
    let writer = try GroupWriter(path: house.store.path)
    let answers = Answers<String>()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.contenders {
        group.addTask {
          writer.submit(change()) { result in
            switch result {
            case .success(let value): answers.add(name(value))
            case .failure(let error): answers.add("\(error)")
            }
          }
        }
      }
    }
    writer.stop()
    return Dictionary(grouping: answers.values) { $0 }.mapValues(\.count)
  }

  private static func name(_ redemption: Redemption) -> String {
    switch redemption {
    case .redeemed: "won"
    case .replayed: "replayed"
    case .invalid: "invalid"
    case .wrongRedirectURI, .wrongVerifier: "other"
    }
  }

  private static func name(_ rotation: Rotation) -> String {
    switch rotation {
    case .rotated: "won"
    case .replayed: "replayed"
    case .invalid: "invalid"
    case .tooWide: "other"
    }
  }

  @Test(arguments: [true, false])
  func `of fifty redemptions of one code one wins, and the others end what it gave`(isGrouped: Bool) async throws {
    let house = try Authorized()
    let code = try house.addCode(family: 7)
    let unrelated = try house.addTokens(family: 8)
    let change: @Sendable () -> Change<Redemption> = { house.redemption(code) }
    let outcomes =
      isGrouped
      ? try await raceInGroup(house, Self.name, change) : try await race(house, Self.name, change)
    // The first replay ends what it gave, and then there is no such code.
    #expect(outcomes == ["won": 1, "replayed": 1, "invalid": 48])
    #expect(try house.events(.codeReplay) == 1)
    #expect(try count("tokens WHERE family = 7", in: house.test) == 0)
    #expect(try house.live(unrelated) != nil)
    #expect(try house.store.check() == [])
  }

  @Test(arguments: [true, false])
  func `of fifty uses of one refresh token one wins, and the family ends`(isGrouped: Bool) async throws {
    let house = try Authorized()
    let token = try house.addTokens(family: 7)
    let unrelated = try house.addTokens(family: 8)
    let change: @Sendable () -> Change<Rotation> = { house.rotation(token) }
    let outcomes =
      isGrouped
      ? try await raceInGroup(house, Self.name, change) : try await race(house, Self.name, change)
    // The first replay ends the family, and then there is no such token.
    #expect(outcomes == ["won": 1, "replayed": 1, "invalid": 48])
    #expect(try house.events(.tokenReplay) == 1)
    #expect(try count("tokens WHERE family = 7 AND spent_at IS NULL", in: house.test) == 0)
    #expect(try house.live(unrelated) != nil)
  }

  @Test(arguments: [true, false])
  func `of fifty polls of one approved device one gets tokens`(isGrouped: Bool) async throws {
    let house = try Authorized()
    let device = house.test.secret(.deviceCode)
    try house.store.commit(
      Store.addDeviceCode(
        device, userCode: Authorized.userCode, client: house.client.id, scopes: [], interval: 5,
        expiresAt: house.now.addingTimeInterval(60), at: house.now))
    try house.store.commit(
      Store.decideDevice(
        Authorized.userCode, by: house.ada.id, isApproved: true, at: house.now, audit: house.test.audit(.deviceApprove))
    )
    let change: @Sendable () -> Change<DevicePoll> = {
      Store.pollDevice(
        device.digest, of: house.client.id, family: 9, for: house.newTokens(), isOnly: false, at: house.now)
    }
    let name: @Sendable (DevicePoll) -> String = { poll in
      if case .approved = poll { "won" } else if case .invalid = poll { "invalid" } else { "other" }
    }
    let outcomes =
      isGrouped ? try await raceInGroup(house, name, change) : try await race(house, name, change)
    #expect(outcomes == ["won": 1, "invalid": 49])
    #expect(try count("tokens WHERE family = 9", in: house.test) == 2)
  }
}
