import Cryptography
import Model
import OAuth
import Storage
import TestSupport
import Testing

/// Whoever reads the database file, its log, a backup or the audit log can use nothing of it.
@Suite struct ProtocolSecrecyTests {
  /// Does everything that gives out a secret, and returns all of them.
  private func busyDay(in house: ProtocolHouse, _ application: Application) throws -> (
    secrets: [String], userCode: String
  ) {
    var secrets = [application.secret ?? ""]
    let code = try house.code(for: application)
    let first = try house.redeem(code, by: application)
    let second = try house.refresh(first.refresh, by: application)
    let unused = try house.code(for: application, ["state": "a state that a client made"])
    _ = refusal { try house.refresh(first.refresh, by: application) }
    _ = refusal { try house.redeem(code, by: application) }
    let kept = try house.tokens(for: application)
    let given = try house.tokens(for: application)
    try house.revoke(given.refresh?.text ?? "", by: application)
    let own = try house.token(application, [("grant_type", "client_credentials")])
    let waiting = try DeviceFlowTests.begin(house, application)
    let device = try DeviceFlowTests.connected(house, application)
    let implicit = try house.approve(
      house.ask(application, ["response_type": "token", "code_challenge": nil, "code_challenge_method": nil]))
    for answer in [first, second, kept, given, own, device] {
      secrets += [answer.access.text] + (answer.refresh.map { [$0.text] } ?? [])
    }
    secrets += [code, unused, waiting.code, implicit["access_token"] ?? ""]
    return (secrets, waiting.userCode)
  }

  @Test func `no token, code or secret is in the database, its log, a backup or the audit log`() throws {
    let house = try ProtocolHouse { $0.responseTypes = [.code, .token] }
    let (secrets, userCode) = try busyDay(in: house, house.register())
    try house.store.backup(to: house.test.folder.file("copy.db"))
    #expect(secrets.count == 16 && Set(secrets).count == 16 && !secrets.contains(""))
    // What stands between prefix and checksum, so that a secret stored in parts is found as well.
    let needles =
      secrets.flatMap { [$0, String($0.dropFirst(4).prefix(24))] }
      + [ProtocolHouse.verifier, "a state that a client made", userCode, userCode.filter { $0 != "-" }]
    let files = house.test.folder.names.map(house.test.folder.file)
    #expect(files.contains { $0.hasSuffix("-wal") } && files.count >= 3)
    for file in files {
      for needle in needles { #expect(!TestFile.contains(needle, in: file), "\(needle) in \(file)") }
    }
    for line in try house.auditLines() {
      for needle in needles { #expect(!line.contains(needle)) }
    }
    // The search is a real one: it finds what may be there.
    #expect(files.contains { TestFile.contains(SHA256.digest(of: secrets[0]), in: $0) })
    #expect(files.contains { TestFile.contains(ProtocolHouse.challenge, in: $0) })
  }
}
