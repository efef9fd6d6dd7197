import Model
import Testing
import TestSupport

@testable import Screens

@MainActor @Suite
struct SignInTests {
  let fixture: TestStore
  let ada: User

  init() throws {
    fixture = try TestStore()
    ada = try fixture.addUser("ada")
  }

  private func signIn(_ driver: Driver, _ email: String, _ password: String) {
    driver.type(email)
    driver.press("Tab")
    driver.type(password)
    driver.press("Enter")
  }

  @Test func `the right password opens the applications`() throws {
    let driver = try Driver(fixture, as: nil)
    signIn(driver, "ada@example.org", "password")
    #expect(driver.shows("[1 Applications]"))
    #expect(driver.shows("You have not registered an application yet."))
  }

  @Test func `a username does as well, and Enter goes from field to field`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.type("ada")
    driver.press("Enter")
    driver.type("password")
    driver.press("Enter")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test(arguments: [("ada@example.org", "wrong"), ("nobody@example.org", "password")])
  func `a wrong password and an unknown account get the same words`(email: String, password: String) throws {
    let driver = try Driver(fixture, as: nil)
    signIn(driver, email, password)
    #expect(driver.statusLine.contains("! Wrong e-mail or password. 4 tries left."))
    #expect(driver.shows(email))
    #expect(driver.cursorLine.contains("Password"))
    #expect(!driver.shows("*"), "the password is typed anew")
  }

  @Test func `after five wrong passwords the next attempt has to wait`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.type("ada")
    driver.press("Tab")
    for _ in 0..<5 {
      driver.type("wrong")
      driver.press("Enter")
    }
    driver.type("password")
    driver.press("Enter")
    #expect(driver.statusLine.contains("Too many attempts; try again in 60 seconds."))
    fixture.clock.advance(seconds: 61)
    driver.type("password")
    driver.press("Enter")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `an empty field asks to be filled and costs no try`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("Enter your e-mail address."))
    driver.type("ada")
    driver.press("Enter", "Enter")
    #expect(driver.statusLine.contains("Enter your password."))
    driver.type("wrong")
    driver.press("Enter")
    #expect(driver.statusLine.contains("4 tries left"))
  }

  @Test func `the password is never on the screen`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.press("Tab")
    driver.type("password")
    #expect(driver.shows("[********"))
    #expect(!driver.shows("password"))
  }

  @Test func `letters are text here, whatever they do elsewhere`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.type("q?:1/nQd")
    #expect(driver.shows("[q?:1/nQd"))
    #expect(!driver.hasQuit)
  }

  @Test func `keys pressed while the password is checked do nothing`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.type("ada")
    driver.press("Tab")
    driver.type("password")
    driver.manager.handle(.key(.enter))
    for character in "q?Q" { driver.manager.handle(.key(.character(character))) }
    driver.settle()
    #expect(driver.shows("[1 Applications]"))
    #expect(!driver.hasQuit)
  }

  @Test func `Esc stays, Ctrl-C leaves`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.press("Esc")
    #expect(!driver.hasQuit)
    driver.press("Ctrl-C")
    #expect(driver.hasQuit)
  }

  @Test func `accounts are never listed to somebody who has not signed in`() throws {
    let driver = try Driver(fixture, as: nil)
    driver.press("Tab", "Tab", "F1")
    #expect(!driver.shows("ada"))
    #expect(driver.shows("Keys"))
  }

  @Test func `somebody who is disabled is at the sign-in page with their next key`() throws {
    let driver = try Driver(fixture, as: ada)
    RawDatabase(fixture).run("UPDATE users SET disabled_at = 1")
    driver.press("2")
    #expect(driver.shows("Sign in"))
    #expect(driver.statusLine.contains("You were signed out elsewhere; sign in again, or ask an administrator."))
    #expect(!driver.shows("[2 Tokens]"))
  }

  @Test func `signing out from the commands forgets who was there`() throws {
    let driver = try Driver(fixture, as: ada)
    driver.press(":")
    driver.type("sign out")
    driver.press("Enter")
    #expect(driver.shows("Sign in"))
    #expect(!driver.shows("ada"))
  }
}
