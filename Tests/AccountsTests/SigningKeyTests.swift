import Accounts
import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct SigningKeyTests {
  @Test func `the first key is made when it is needed, and everybody gets it`() throws {
    let house = try House()
    #expect(try house.administration.signingKeys() == [])
    #expect(try house.accounts.signingKeys() == [])
    try house.accounts.store.commit(Accounts.makeSigningKey(house.accounts.surroundings))
    let keys = try house.accounts.signingKeys()
    #expect(keys.count == 1 && keys[0].secret.count == 32 && keys[0].id.utf8.count == 16)
    try house.accounts.store.commit(Accounts.makeSigningKey(house.accounts.surroundings))
    #expect(try house.accounts.signingKeys() == keys)
    #expect(try house.administration.signingKeys() == keys)
  }

  @Test func `a rotation is the operator's, is audited, and honours the old key for a time`() throws {
    let house = try House()
    try house.accounts.store.commit(Accounts.makeSigningKey(house.accounts.surroundings))
    let old = try house.accounts.signingKeys()[0]
    let lines = try house.auditing { _ = try house.administration.rotateSigningKey(honouringOldFor: 60) }
    let keys = try house.accounts.signingKeys()
    #expect(keys.count == 2 && keys[1].id == old.id && keys[0].secret != old.secret)
    #expect(
      lines == [
        AuditLine(
          event: .keyRotate, actor: "operator root", actorID: nil, target: keys[0].id,
          detail: "old one honoured for 60 s")
      ])
    house.clock.advance(seconds: 60)
    #expect(try house.accounts.signingKeys().map(\.id) == [keys[0].id])
  }
}
