import Accounts
import Testing

@Suite struct AuthorizationTests {
  typealias Row = AuthorizationTable.Row
  typealias Asker = AuthorizationTable.Asker

  @Test func `every use case that there is has a row, and only those`() throws {
    let declared = try UseCaseSource.all()
    let rows = AuthorizationTable.rows.map(\.useCase)
    let named = Set(rows).union(AuthorizationTable.frontDoor).union(AuthorizationTable.harmless)
    #expect(declared.subtracting(named).sorted() == [], "these have no row")
    #expect(named.subtracting(declared).sorted() == [], "these are not there")
    #expect(rows.count == Set(rows).count)
    #expect(declared.count > 80)
  }

  @Test(arguments: AuthorizationTable.rows, Asker.allCases)
  func `a use case is done by whom the table says, and for others nothing has changed`(row: Row, asker: Asker) throws {
    let scene = try AuthorizationScene()
    let outcome = try scene.outcome(of: row, by: asker)
    let expected = row.expected[asker]
    guard expected == .own else {
      #expect(outcome == expected)
      let isAdasOwn = if case .account = row.call { true } else { false }
      // Of a disabled owner's things another test tells.
      if outcome != .done, asker != .disabled || !isAdasOwn { try scene.expectUntouched() }
      return
    }
    #expect(outcome == .done)
    try scene.expectUntouched()
  }

  @Test(arguments: AuthorizationTable.administrationRows)
  func `whoever was demoted is refused at their next step`(row: Row) throws {
    let scene = try AuthorizationScene()
    let administration = try scene.chief.administration()
    try scene.house.administration.setRole(.user, of: scene.chief.user)
    guard case .administration(let call) = row.call else { return }
    #expect { try call(administration, scene) } throws: { error in
      if case AccountError.refused = error { true } else { false }
    }
    try scene.expectUntouched()
  }

  @Test(arguments: AuthorizationTable.accountRows.filter { $0.expected[.other] == .missing })
  func `somebody else's row is told of like one that was never there, and nothing is written`(row: Row) throws {
    let scene = try AuthorizationScene()
    var outcome: AuthorizationTable.Outcome?
    #expect(try scene.house.auditing { outcome = try scene.outcome(of: row, by: .other) } == [])
    #expect(outcome == .missing)
    let theirs = try scene.message(of: row)
    try scene.removeEverything()
    #expect(try scene.message(of: row) == theirs)
  }

  @Test(arguments: AuthorizationTable.accountRows)
  func `whoever was disabled is out without a line in the audit log, and what is theirs is as it was`(row: Row) throws {
    let scene = try AuthorizationScene()
    try scene.house.administration.disable(scene.ada.user)
    var outcome: AuthorizationTable.Outcome?
    #expect(try scene.house.auditing { outcome = try scene.outcome(of: row, by: .owner) } == [])
    #expect(outcome == .out)
    try scene.house.administration.enable(scene.ada.user)
    // Disabling signs browsers out.
    try scene.expectUntouched(hasSession: false)
  }

  @Test(arguments: AuthorizationTable.accountRows)
  func `what is done in somebody's place names who did it, and for whom`(row: Row) throws {
    for (asker, actor) in [(Asker.operator, "operator root"), (.administrator, "chief")]
    where row.expected[asker] == .done {
      let scene = try AuthorizationScene()
      let lines = try scene.house.auditing { _ = try scene.outcome(of: row, by: asker) }
      #expect(lines.allSatisfy { $0.actor == actor && $0.detail.hasSuffix("for ada") }, "\(lines)")
    }
  }

  @Test(arguments: AuthorizationTable.accountRows)
  func `whoever was deleted is out, and so is the operator in their place`(row: Row) throws {
    let scene = try AuthorizationScene()
    let operated = try scene.house.operated(scene.ada)
    try scene.house.administration.delete(scene.ada.user)
    guard case .account(let call) = row.call else { return }
    for account in [scene.ada, operated] {
      #expect(throws: AccountError.signedOut) { try call(account, scene) }
    }
  }
}
