import Accounts
import Model
import Storage
import TestSupport
import Testing

@testable import Screens

/// Who sees the screens about everybody, and what happens to administrators who are none any more.
@MainActor @Suite
struct AdministratorTests {
  let house: SampleHouse
  let root: User

  init() throws {
    house = try SampleHouse()
    root = try house.fixture.addUser("root", role: .administrator)
  }

  private func driver(_ user: User, isOperated: Bool = false) throws -> Driver {
    try Driver(house.fixture, as: user, isOperated: isOperated)
  }

  @Test(arguments: [false, true])
  func `nobody else has the tabs, the keys or the commands`(isOperated: Bool) throws {
    let driver = try driver(house.ada, isOperated: isOperated)
    let before = driver.screen
    for key in ["4", "5", "6", "7"] {
      driver.press(key)
      #expect(driver.screen == before)
    }
    for tab in ["Users", "Clients", "Audit"] { #expect(!driver.shows(tab)) }
    driver.press(":")
    driver.type("go to users")
    driver.press("Enter")
    #expect(!driver.shows("E-MAIL"))
    #expect(house.count("audit_events WHERE event = 'access.refused'") == 0)
  }

  @Test func `Tab goes round without them`() throws {
    let driver = try driver(house.ada)
    driver.press("Tab", "Tab", "Tab")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `whoever is demoted is led away from others' things, and has their own`() throws {
    try house.fixture.addUser("second", role: .administrator)
    for keys in [["4"], ["4", "Enter"], ["4", "Enter", "j", "j", "Enter"], ["4", "p"], ["4", "n"], ["4", "L"]] {
      let driver = try driver(root)
      for key in keys { driver.press(key) }
      driver.changeElsewhere { try? $0.store.setUser(root.id, role: .user, audit: $0.audit()) }
      #expect(driver.shows("[1 Applications]") && !driver.shows("Users") && !driver.shows("ada@"), "\(keys)")
      #expect(driver.statusLine.contains("You are no administrator any more."))
      driver.press("4")
      #expect(driver.shows("[1 Applications]"))
      try house.fixture.store.setUser(root.id, role: .administrator, audit: house.fixture.audit())
    }
  }

  @Test func `whoever was demoted a moment ago is refused at their next key`() throws {
    try house.fixture.addUser("second", role: .administrator)
    let driver = try driver(root)
    driver.press("4")
    try house.fixture.store.setUser(root.id, role: .user, audit: house.fixture.audit())
    driver.press("Enter")
    #expect(driver.shows("[1 Applications]") && !driver.shows("ada@"))
    #expect(driver.statusLine.contains("You are no administrator any more."))
    // The list was opened; nobody's page was.
    #expect(house.count("audit_events WHERE event = 'user.view'") == 1)
  }

  @Test func `whoever is promoted has the tabs at once`() throws {
    let driver = try driver(house.ada)
    driver.changeElsewhere { try? $0.store.setUser(house.ada.id, role: .administrator, audit: $0.audit()) }
    driver.press("4")
    #expect(driver.shows("[4 Users]") && driver.shows("root@example.org"))
  }

  @Test func `demoting oneself leads home, disabling and deleting oneself to the sign-in`() throws {
    for (keys, typed, words) in [
      (["P", "d"], "", "You are no administrator any more."),
      (["L", "d"], "", "You were signed out elsewhere"),
      (["d"], "self@example.org", "You were signed out elsewhere"),
      (["Enter", "d"], "self@example.org", "You were signed out elsewhere"),
    ] {
      let own = try house.fixture.addUser("self", role: .administrator)
      let driver = try driver(own)
      driver.press("4", "G")
      #expect(driver.cursorLine.contains("self@example.org"))
      for key in keys.dropLast() { driver.press(key) }
      driver.press(keys.last ?? "")
      if !typed.isEmpty {
        #expect(driver.says("It is your own account: you are out at once."))
        driver.type(typed)
        driver.press("Enter")
      }
      #expect(driver.statusLine.contains(words), "\(keys)")
      #expect(!driver.shows("root@example.org"))
      if try house.fixture.store.user(own.id) != nil {
        try house.fixture.store.deleteUser(own.id, audit: house.fixture.audit())
      }
    }
  }

  @Test func `the last administrator is told so, and stays`() throws {
    let driver = try driver(root)
    driver.press("4", "G")
    for keys in [["L", "d"], ["P", "d"]] {
      for key in keys { driver.press(key) }
      #expect(driver.statusLine.contains("This is the last active administrator; promote somebody else first."))
    }
    driver.press("d")
    driver.type("root@example.org")
    driver.press("Enter")
    #expect(driver.statusLine.contains("This is the last active administrator"))
    let left = try house.fixture.store.user(root.id)
    #expect(left?.isActive == true && left?.role == .administrator)
  }

  @Test func `somebody whom an administrator disables is out of their account manager at the next key`() throws {
    let (administrator, ada) = (try driver(root), try driver(house.ada))
    administrator.press("4", "L", "d")
    ada.press("2")
    #expect(ada.statusLine.contains("You were signed out elsewhere; sign in again, or ask an administrator."))
  }
}
