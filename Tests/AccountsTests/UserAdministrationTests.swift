import Accounts
import Model
import Storage
import TestSupport
import Testing

/// Who may look after other people's accounts, and what it does to them.
@Suite struct UserAdministrationTests {
  /// Two administrators, and Ada, who has an application, a token, and an application that she let in.
  private struct Scene {
    let house: House
    let chief, deputy, ada: Account

    init() throws {
      house = try House()
      chief = try house.person("chief", role: .administrator)
      deputy = try house.person("deputy", role: .administrator)
      ada = try house.person("ada")
      let client = try ada.registerApplication(.good()).client
      try house.test.grant(client, by: ada.user)
      _ = try ada.createToken(TokenDraft(name: "laptop"))
    }

    /// Ada's account is as it was.
    func isUntouched() throws -> Bool {
      let user = try house.administration.user("ada")
      return user.id == ada.user.id && user.isActive && user.role == .user
    }

    func holdings() throws -> Holdings { try house.administration.holdings(of: ada.user) }
  }

  @Test(arguments: AdministrativeUseCase.allCases)
  func `an administrator may do everything with everybody, and the log says so`(useCase: AdministrativeUseCase) throws {
    let scene = try Scene()
    let administration = try scene.chief.administration()
    let lines = try scene.house.auditing {
      try useCase.perform(by: administration, on: scene.ada.user, in: scene.house)
    }
    #expect(lines.map(\.event) == (useCase.event.map { [$0] } ?? []))
    #expect(lines.allSatisfy { $0.actor == "chief" && $0.actorID == scene.chief.user.id.rawValue })
    #expect(lines.allSatisfy { $0.target == useCase.target && $0.outcome == "done" })
  }

  @Test(arguments: AdministrativeUseCase.allCases)
  func `so may the operator`(useCase: AdministrativeUseCase) throws {
    let scene = try Scene()
    let lines = try scene.house.auditing {
      try useCase.perform(by: scene.house.administration, on: scene.ada.user, in: scene.house)
    }
    #expect(lines.map(\.actor) == (useCase.event == nil ? [] : ["operator root"]))
  }

  @Test func `nobody else gets that far, and the attempt is recorded`() throws {
    let scene = try Scene()
    let lines = try scene.house.auditing {
      #expect(throws: AccountError.notAdministrator) { try scene.ada.administration() }
    }
    #expect(lines.map(\.event) == [.refusal] && lines.map(\.outcome) == ["refused"] && lines.map(\.actor) == ["ada"])
    // Nor does an operator in the place of somebody who is none, nor an administrator in theirs.
    #expect(throws: AccountError.notAdministrator) { try scene.house.operated(scene.ada).administration() }
    let visited = try scene.chief.administration().account(of: scene.ada.user)
    #expect(throws: AccountError.notAdministrator) { try visited.administration() }
  }

  @Test(arguments: AdministrativeUseCase.allCases)
  func `whoever was demoted is refused at their next step`(useCase: AdministrativeUseCase) throws {
    let scene = try Scene()
    let administration = try scene.chief.administration()
    try scene.house.administration.setRole(.user, of: scene.chief.user)
    let before = try scene.holdings()
    let lines = try scene.house.auditing {
      #expect(throws: AccountError.notAdministrator) {
        try useCase.perform(by: administration, on: scene.ada.user, in: scene.house)
      }
    }
    #expect(lines == [])
    #expect(try scene.holdings() == before)
    #expect(try scene.isUntouched())
  }

  @Test(arguments: AdministrativeUseCase.allCases)
  func `whoever was disabled or deleted is out at their next step`(useCase: AdministrativeUseCase) throws {
    let scene = try Scene()
    let administration = try scene.chief.administration()
    try scene.house.administration.disable(scene.chief.user)
    for isDeleted in [false, true] {
      if isDeleted { try scene.house.administration.delete(scene.chief.user) }
      let lines = try scene.house.auditing {
        #expect(throws: AccountError.signedOut) {
          try useCase.perform(by: administration, on: scene.ada.user, in: scene.house)
        }
      }
      #expect(lines == [])
    }
    #expect(try scene.isUntouched())
  }

  @Test(arguments: AdministrativeUseCase.changing)
  func `whoever is gone is not found`(useCase: AdministrativeUseCase) throws {
    let scene = try Scene()
    try scene.house.administration.delete(scene.ada.user)
    let administration = try scene.chief.administration()
    // A new account is somebody else's.
    guard useCase != .add else { return }
    let lines = try scene.house.auditing {
      #expect(throws: AccountError.notFound(.user("ada"))) {
        try useCase.perform(by: administration, on: scene.ada.user, in: scene.house)
      }
    }
    #expect(lines == [])
  }

  @Test func `administrators do to themselves what they do to others, unless they are the last`() throws {
    let scene = try Scene()
    for useCase in [AdministrativeUseCase.disable, .demote, .delete] {
      let scene = try Scene()
      let administration = try scene.chief.administration()
      try useCase.perform(by: administration, on: scene.chief.user, in: scene.house)
      // Which was the last thing they could do.
      #expect(throws: AccountError.self) { try administration.countUsers(scene.house.query(.email)) }
    }
    let administration = try scene.chief.administration()
    try administration.disable(scene.deputy.user)
    for useCase in [AdministrativeUseCase.disable, .demote, .delete] {
      #expect(throws: AccountError.storage(.lastAdministrator)) {
        try useCase.perform(by: administration, on: scene.chief.user, in: scene.house)
      }
    }
    #expect(try administration.again(scene.chief.user).user.role == .administrator)
  }

  @Test func `an administrator's look at their own account is no news`() throws {
    let scene = try Scene()
    let administration = try scene.chief.administration()
    let lines = try scene.house.auditing {
      try administration.noteView(of: scene.chief.user)
      for belongings in Belongings.allCases {
        #expect(try administration.account(of: scene.chief.user, toSee: belongings).user.id == scene.chief.user.id)
      }
    }
    #expect(lines == [])
  }

  @Test func `a new password puts out browsers and applications, and personal tokens go on`() throws {
    let scene = try Scene()
    let mark = BrowserMark(address: "10.0.0.1", userAgent: "", userAgentDigest: [UInt8](repeating: 0, count: 32))
    let secret = try scene.house.accounts.openSession(for: scene.ada, in: mark, replacing: nil, lifetime: 3600)
    let administration = try scene.chief.administration()
    #expect(try scene.holdings().heldTokens == 2)
    let ended = try administration.setPassword("long enough", of: scene.ada.user)
    #expect(ended.sessions == 1 && ended.tokens == 2)
    #expect(try scene.house.accounts.visit(with: secret, from: scene.house.origin) == nil)
    let after = try scene.holdings()
    #expect(after.heldTokens == 0 && after.personalTokens == 1 && after.grants == 1)
  }

  @Test func `applications keep their tokens where that is asked for, and the log says so`() throws {
    let scene = try Scene()
    let lines = try scene.house.auditing {
      let administration = try scene.chief.administration()
      #expect(try administration.setPassword("long enough", of: scene.ada.user, keepingTokens: true).tokens == 0)
    }
    #expect(lines.map(\.detail) == ["applications keep their tokens"])
    #expect(try scene.holdings().heldTokens == 2)
  }
}
