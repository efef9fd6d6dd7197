import Accounts
import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct SecretResetTests {
  private func registered(in house: House) throws -> (ada: Account, id: ClientID, lastFour: String?) {
    let ada = try house.person("ada")
    let made = try ada.registerApplication(.good())
    return (ada, made.client.clientID, made.secret?.lastFour)
  }

  private func live(_ account: Account, _ id: ClientID) throws -> [String?] {
    try account.application(id).secrets.map(\.lastFour)
  }

  @Test func `the old secret ends at once`() throws {
    let house = try House()
    let (ada, id, _) = try registered(in: house)
    var made: Registration?
    let lines = try house.auditing { made = try ada.resetSecret(of: id, keeping: .endsNow) }
    let secret = try #require(made?.secret)
    #expect(secret.text.utf8.count == 60 && secret.text.hasPrefix("pss_"))
    #expect(made?.client.secrets.map(\.lastFour) == [secret.lastFour])
    #expect(try live(ada, id) == [secret.lastFour])
    #expect(lines == [.by(ada, .secretReset, "Zenodo uploader", "old one ended")])
  }

  @Test(arguments: [(OldSecret.livesOneDay, 1), (.livesSevenDays, 7)])
  func `the old secret lives on for the chosen time and not longer`(choice: OldSecret, days: Int) throws {
    let house = try House()
    let (ada, id, old) = try registered(in: house)
    var made: Registration?
    let lines = try house.auditing { made = try ada.resetSecret(of: id, keeping: choice) }
    let new = try #require(made?.secret?.lastFour)
    let end = house.clock.now.addingTimeInterval(Double(days) * 86_400)
    #expect(made?.client.secrets.map(\.lastFour) == [new, try #require(old)])
    #expect(made?.client.secrets.map(\.expiresAt) == [nil, end])
    #expect(lines == [.by(ada, .secretReset, "Zenodo uploader", "old one lives \(days) d")])
    house.clock.advance(seconds: Double(days) * 86_400 - 1)
    #expect(try live(ada, id).last == old)
    house.clock.advance(seconds: 1)
    #expect(try live(ada, id) == [new])
  }

  @Test(arguments: [OldSecret.livesOneDay, .livesSevenDays])
  func `a third reset ends the oldest: two are the most`(choice: OldSecret) throws {
    let house = try House()
    let (ada, id, _) = try registered(in: house)
    let second = try ada.resetSecret(of: id, keeping: .livesSevenDays).secret?.lastFour
    let third = try ada.resetSecret(of: id, keeping: choice).secret?.lastFour
    #expect(try live(ada, id) == [third, second])
    let fourth = try ada.resetSecret(of: id, keeping: choice).secret?.lastFour
    #expect(try live(ada, id) == [fourth, third])
    let fifth = try ada.resetSecret(of: id, keeping: .endsNow).secret?.lastFour
    #expect(try live(ada, id) == [fifth])
  }

  @Test(arguments: [0, 1])
  func `either of two secrets is ended at once, and the other stays without an end`(ended: Int) throws {
    let house = try House()
    let (ada, id, _) = try registered(in: house)
    let secrets = try ada.resetSecret(of: id, keeping: .livesOneDay).client.secrets
    var left: Client?
    let lines = try house.auditing { left = try ada.endSecret(secrets[ended].id, of: id) }
    #expect(left?.secrets.map(\.id) == [secrets[1 - ended].id])
    #expect(lines == [.by(ada, .secretEnd, "Zenodo uploader", "ends with \(secrets[ended].lastFour)")])
    house.clock.advance(seconds: 30 * 86_400)
    #expect(try ada.application(id).secrets == left?.secrets)
    #expect(left?.secrets.map(\.expiresAt) == [nil])
    // It is the current one: the next reset can keep it.
    #expect(try ada.resetSecret(of: id, keeping: .livesOneDay).client.secrets.count == 2)
  }

  @Test func `the only secret is not ended, nor one that has ended`() throws {
    let house = try House()
    let (ada, id, _) = try registered(in: house)
    let secrets = try ada.resetSecret(of: id, keeping: .livesOneDay).client.secrets
    house.clock.advance(seconds: 86_400)
    let lines = try house.auditing {
      #expect(throws: AccountError.storage(.lastSecret)) { try ada.endSecret(secrets[0].id, of: id) }
      #expect(throws: AccountError.notFound(.secret(String(secrets[1].id.rawValue)))) {
        try ada.endSecret(secrets[1].id, of: id)
      }
    }
    #expect(lines == [])
    #expect(try live(ada, id) == [secrets[0].lastFour])
  }

  @Test func `a secret of another application is not ended by the way`() throws {
    let house = try House()
    let (ada, id, _) = try registered(in: house)
    let other = try ada.registerApplication(.good("Other")).client
    _ = try ada.resetSecret(of: id, keeping: .livesOneDay)
    #expect(throws: AccountError.notFound(.secret(String(other.secrets[0].id.rawValue)))) {
      try ada.endSecret(other.secrets[0].id, of: id)
    }
    #expect(try ada.application(other.clientID) == other)
  }

  @Test func `a public application has no secret to reset`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let id = try ada.registerApplication(.good(type: .public)).client.clientID
    for choice in OldSecret.allCases {
      #expect(
        throws: AccountError.refused(
          reason: "\"Zenodo uploader\" is a public client: it has no secret to reset. Make it confidential first.")
      ) { try ada.resetSecret(of: id, keeping: choice) }
    }
    #expect(try ada.application(id).secrets == [])
  }
}
