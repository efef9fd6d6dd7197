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
