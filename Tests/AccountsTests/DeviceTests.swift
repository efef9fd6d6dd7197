import Accounts
import Cryptography
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct DeviceTests {
  private let house: House
  private let ada: Account
  private let code = UserCode(typed: "BCDFGHJK")

  /// A house where a device waits.
  init() throws {
    house = try House(scopes: [Scope(id: "deposit:write", help: "Upload")])
    ada = try house.person("ada")
    let client = try house.test.addClient("Uploader", owner: house.test.addUser("owner"))
    try house.test.store.commit(
      Store.addDeviceCode(
        house.test.secret(.deviceCode), userCode: #require(code).digest, client: client.id, scopes: ["deposit:write"],
        interval: 5, expiresAt: house.clock.now.addingTimeInterval(600), at: house.clock.now))
  }

  /// What becomes of a change that somebody else commits.
  private func outcome(_ change: Change<Result<WaitingDevice, AccountError>>) throws -> String {
    switch try house.test.store.commit(change) {
    case .success(let device): device.request.client.profile.name.text
    case .failure(let error): "\(error)"
    }
  }

  private func states() throws -> [String] {
    try house.test.store.question { (database) throws(StorageError) in
      try database.rows("SELECT state FROM device_codes") { (row) throws(StorageError) in row.text(0) }
    }
  }

  @Test(arguments: [(true, "approved", AuditEvent.deviceApprove), (false, "denied", .deviceRefuse)])
  func `a typed code is looked up and decided about in one change, once`(
    isApproved: Bool, state: String, event: AuditEvent
  ) throws {
    #expect(try outcome(ada.lookUp(typed: " bcdf-ghjk ")) == "Uploader")
    #expect(try states() == ["pending"])
    var decided = ""
    let lines = try house.auditing {
      decided = try outcome(ada.decide(typed: "BCDF-GHJK", isApproved: isApproved))
    }
    #expect(decided == "Uploader")
    #expect(try states() == [state])
    #expect(
      lines == [
        AuditLine(
          event: event, actor: "ada", actorID: ada.user.id.rawValue, target: "Uploader", detail: "deposit:write")
      ])
    #expect(try outcome(ada.decide(typed: "BCDF-GHJK", isApproved: true)).contains("notFound"))
    #expect(try states() == [state])
  }

  @Test func `a wrong code has a line in the audit log, without what was typed`() throws {
    let line = AuditLine(
      event: .deviceFailed, actor: "ada", actorID: ada.user.id.rawValue, target: "-", outcome: "refused")
    #expect(try house.auditing { _ = try outcome(ada.lookUp(typed: "ZZZZ-ZZZZ")) } == [line])
    // Those that follow are counted with it, but for what is refused for another reason.
    #expect(try house.auditing { for _ in 1...9 { _ = try outcome(ada.lookUp(typed: "my password")) } } == [])
    var throttled = line
    throttled.detail = "too many attempts"
    #expect(try house.auditing { _ = try outcome(ada.decide(typed: "BCDF-GHJK", isApproved: true)) } == [throttled])
  }

  @Test func `guesses count although nothing else was done, and then not even the right code is looked at`() throws {
    for typed in ["", "x", "ZZZZ-ZZZZ", "BCDF-GHJL", "BCDFGHJ"] {
      #expect(try outcome(ada.lookUp(typed: typed)).contains("notFound"))
      #expect(try outcome(ada.decide(typed: typed, isApproved: true)).contains("notFound"))
    }
    #expect(try outcome(ada.lookUp(typed: "BCDF-GHJK")) == "throttled(seconds: 60)")
    #expect(try outcome(ada.decide(typed: "BCDF-GHJK", isApproved: true)) == "throttled(seconds: 60)")
    #expect(throws: AccountError.throttled(seconds: 60)) { try ada.waitingDevice("BCDF-GHJK") }
    #expect(try states() == ["pending"])
  }

  @Test func `whoever was disabled before the change is committed decides nothing`() throws {
    let change = ada.decide(typed: "BCDF-GHJK", isApproved: true)
    try house.test.addUser("root", role: .administrator)
    try house.administration.disable(ada.user)
    #expect(try outcome(change) == "signedOut")
    #expect(try states() == ["pending"])
  }
}
