import Model
import TestSupport

@testable import Screens

extension Scenes {
  /// Notebook viewer is disabled.
  static let oneDisabled: @Sendable (SampleHouse) throws -> Void = { house in
    _ = try house.fixture.store.setClient(
      house.applications[1].clientID, ownedBy: nil, disabledAt: house.fixture.clock.now, at: house.fixture.clock.now,
      audit: house.fixture.audit(.applicationDisable))
  }

  static let clients = [
    Scene("clients", as: .administrator, before: oneDisabled) { $0.go("5", "G") },
    Scene("clients-disabled", as: .administrator, before: oneDisabled) { $0.go("5", "f", "f") },
    Scene("clients-of-owner", as: .administrator) {
      $0.go("5", "/")
      $0.type("owner:ada")
    },
    Scene("clients-no-match", as: .administrator) {
      $0.go("5", "/")
      $0.type("nothing")
      $0.go("Enter")
    },
    Scene("client-page", as: .administrator) { $0.go("5", "G", "Enter") },
    Scene("client-page-disabled", as: .administrator, before: oneDisabled) { $0.go("5", "f", "f", "Enter") },
    Scene("client-disable", as: .administrator) { $0.go("5", "G", "L") },
    Scene("client-enable", as: .administrator, before: oneDisabled) { $0.go("5", "f", "f", "L") },
    Scene("client-disabled", as: .administrator) { $0.go("5", "G", "L", "d") },
    Scene("client-transfer", as: .administrator) {
      $0.go("5", "G", "O")
      $0.type("ben")
    },
    Scene("client-transfer-wrong", as: .administrator) {
      $0.go("5", "G", "O")
      $0.type("ada")
      $0.go("Ctrl-S")
    },
    Scene("client-transferred", as: .administrator) {
      $0.go("5", "G", "Enter", "O")
      $0.type("ben")
      $0.go("Ctrl-S")
    },
    // To its owner.
    Scene("application-page-disabled", before: oneDisabled) { $0.go("j", "Enter") },
  ]

  static let allTokens = [
    Scene("all-tokens", as: .administrator) { $0.go("7", "j") },
    Scene("all-tokens-of-user", as: .administrator) {
      $0.go("7", "/")
      $0.type("user:ada")
      $0.go("Enter")
    },
    Scene("all-tokens-pasting", as: .administrator) {
      $0.go("7", "/")
      $0.paste("psp_not-a-whole-token")
    },
    Scene("all-tokens-pasted", as: .administrator) {
      $0.go("7", "/")
      $0.paste("Bearer psp_0000000000000000000000000000000000000000000000000000")
      $0.go("Enter")
    },
    Scene("all-tokens-no-match", as: .administrator) {
      $0.go("7", "/")
      $0.type("nothing")
      $0.go("Enter")
    },
    Scene("all-token-page", as: .administrator) { $0.go("7", "Enter") },
    Scene("all-token-page-personal", as: .administrator) { $0.go("7", "G", "Enter") },
    Scene("all-token-revoke", as: .administrator) { $0.go("7", "Enter", "d") },
    Scene("all-token-revoked", as: .administrator) { $0.go("7", "Enter", "d", "r") },
  ]
}
