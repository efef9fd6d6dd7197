import FoundationEssentials
import Model
import TestSupport

@testable import Screens
@testable import Storage

extension Scenes {
  static let audit = [
    Scene("audit", before: eventful) { $0.go("6", "j") },
    Scene("audit-filter", before: eventful) {
      $0.go("6", "/")
      $0.type("actor:grace event:token.*")
    },
    Scene("audit-filter-wrong", before: eventful) {
      $0.go("6", "/")
      $0.type("actor:grace until:")
    },
    Scene("audit-filtered", before: eventful) {
      $0.go("6", "/")
      $0.type("outcome:refused")
      $0.go("Enter")
    },
    Scene("audit-follow", before: eventful) { $0.go("6", "F") },
    Scene("audit-line", before: eventful) {
      $0.go("6", "/"); $0.type("login.failed"); $0.go("Enter", "Enter")
    },
    Scene("audit-export", before: eventful) { $0.go("6", "x") },
  ]

  /// Ada looks after the house, in which something has happened.
  static let eventful: @Sendable (SampleHouse) throws -> Void = { house in
    RawDatabase(house.fixture).run("UPDATE users SET role = 'administrator' WHERE username = 'ada'")
    let now = house.fixture.clock.now
    func write(
      _ minutes: Double, _ event: AuditEvent, _ target: String, by actor: String, from origin: String,
      refused: Bool = false, detail: String = ""
    ) throws {
      try house.fixture.store.record(
        AuditRecord(
          at: now.addingTimeInterval(minutes * 60), actorID: nil, about: refused ? house.ada.id : nil, actor: actor,
          origin: Origin(origin), event: event, target: target, outcome: refused ? .refused : .done, detail: detail))
    }
    try write(1, .grantRevoke, "Overleaf Sync", by: "grace", from: "http 10.0.3.9")
    for _ in 1...37 {
      try write(20, .signInFailed, "ada", by: "-", from: "http 10.9.9.1", refused: true, detail: "too many attempts")
    }
    try write(22, .secretReset, "Zenodo uploader", by: "grace", from: "http 10.0.3.9", detail: "old one lives 7 d")
    try write(24, .tokenCreate, "ci-nightly", by: "grace", from: "ssh 10.0.3.7")
    try write(25, .tokenReplay, "Overleaf Sync", by: "-", from: "http 2001:db8::1", refused: true)
    house.fixture.clock.advance(seconds: 30 * 60)
  }
}
