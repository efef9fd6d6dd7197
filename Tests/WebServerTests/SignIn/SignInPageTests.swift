import Glibc
import HTTPServer
import OAuth
import Model
import OAuth
import TestSupport
import Testing

@testable import Accounts
@testable import WebServer

@Suite struct SignInPageTests {
  @Test(arguments: [
    ("/device", "/device"), ("/oauth/authorize?client_id=a&state=%20b", "/oauth/authorize?client_id=a&state=%20b"),
    (nil, "/account"), ("//evil.example", "/account"), ("https://evil.example", "/account"), ("/\\evil", "/account"),
    ("/\t/evil.example", "/account"), ("javascript:alert(1)", "/account"), ("/a\r\nSet-Cookie: a=b", "/account"),
  ])
  func `signing in leads on, but only to this server`(next: String?, expected: String) async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    let answer = await browser.signIn(next: next)
    #expect(answer.status == 303 && answer.header("location") == expected)
    #expect(answer.headers.count { $0.name == "Set-Cookie" } == 1)
    // A target put into the form itself is looked at alike.
    let other = Browser(house)
    _ = await other.get("/login", house.signIn.signInForm)
    let posted = await other.post(
      "/login", [("email", "ada"), ("password", "password"), ("next", next ?? "")], house.signIn.signIn)
    #expect(posted.status == 303 && posted.header("location") == expected)
    // Whoever is signed in goes on at once.
    let query = FormEncoder.encode([("next", next ?? "")])
    let again = await browser.get("/login?\(query)", house.signIn.signInForm)
    #expect(again.status == 303 && again.header("location") == expected)
  }

  @Test func `a forged post signs nobody in`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let fields = [(name: "email", value: "ada"), (name: "password", value: "password")]
    // No form was ever shown.
    let fresh = Browser(house)
    #expect(await fresh.post("/login", fields, house.signIn.signIn).status == 403)
    // The attacker's own field, in the victim's browser.
    let attacker = Browser(house)
    _ = await attacker.get("/login", house.signIn.signInForm)
    let victim = Browser(house)
    _ = await victim.get("/login", house.signIn.signInForm)
    victim.hidden = attacker.hidden
    let forged = await victim.post("/login", fields, house.signIn.signIn)
    #expect(forged.status == 403 && forged.text.contains("role=\"alert\""))
    #expect(victim.cookies["postern-session"] == nil)
    // Another site's page, told by the browser.
    let right = Browser(house)
    _ = await right.get("/login", house.signIn.signInForm)
    right.headers = [("sec-fetch-site", "cross-site")]
    #expect(await right.post("/login", fields, house.signIn.signIn).status == 403)
    // Attempts that never got to the password count on nothing.
    #expect(try house.test.store.signInAttempts == 0)
    right.headers = [("sec-fetch-site", "same-origin")]
    #expect(await right.post("/login", fields, house.signIn.signIn).status == 303)
  }

  @Test func `a form that was out of date is shown anew and then works`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.get("/login?next=/device", house.signIn.signInForm)
    browser.cookies = [:]
    let fields = [(name: "email", value: "ada"), (name: "password", value: "password")]
    #expect(await browser.post("/login", fields, house.signIn.signIn).status == 403)
    let answer = await browser.post("/login", fields, house.signIn.signIn)
    #expect(answer.status == 303 && answer.header("location") == "/device")
  }

  @Test func `wrong password and unknown account are told in the same words`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let answers = [
      await Browser(house).signIn("ada", password: "wrong"), await Browser(house).signIn("nobody", password: "wrong"),
    ]
    for answer in answers {
      #expect(answer.status == 403)
      #expect(answer.text.contains("Wrong e-mail or password. 4 tries left."))
      #expect(answer.text.contains("aria-describedby=\"problem\""))
      #expect(!answer.text.contains("wrong\""), "The password is not sent back.")
    }
    #expect(answers[0].text.contains("value=\"ada\"") && answers[1].text.contains("value=\"nobody\""))
  }

  @Test func `too many attempts for one account answer 429 and say when to come back`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    for _ in 0..<5 { #expect(await Browser(house).signIn(password: "wrong").status == 403) }
    let answer = await Browser(house).signIn()
    #expect(answer.status == 429 && answer.header("retry-after") == "60")
    #expect(answer.text.contains("Too many attempts; try again in 60 seconds."))
    house.clock.advance(seconds: 60)
    #expect(await Browser(house).signIn().status == 303)
  }

  @Test func `one network may try twenty accounts a minute, whatever address it takes`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    for number in 0..<20 {
      let browser = Browser(house)
      browser.address = "2001:db8:1:2::\(number)"
      #expect(await browser.signIn("user\(number)", password: "wrong").status == 403)
    }
    let browser = Browser(house)
    browser.address = "2001:db8:1:2::ffff"
    #expect(await browser.signIn().status == 429)
    browser.address = "2001:db8:1:3::1"
    #expect(await browser.signIn().status == 303)
  }

  @Test(arguments: [
    ("email=ada&email=eve&password=x", 400), ("email=%&password=x", 400), ("email=%00&password=x", 400),
    ("email=%FF&password=x", 400), ((0...100).map { "a\($0)=" }.joined(separator: "&"), 400), ("", 403),
  ])
  func `a post that can be read in two ways is refused`(body: String, status: Int) async throws {
    let house = try WebHouse()
    let browser = Browser(house)
    _ = await browser.get("/login", house.signIn.signInForm)
    let answer = await browser.postBody("/login", body, house.signIn.signIn)
    #expect(answer.status == status && answer.header("content-type") == "text/html; charset=utf-8")
  }

  @Test(arguments: [
    "application/json", "multipart/form-data; boundary=x", "text/plain", "", "application/x-www-form-urlencodedx",
  ])
  func `another type of body is refused`(type: String) async throws {
    let house = try WebHouse()
    let browser = Browser(house)
    #expect(await browser.postBody("/login", "email=a&password=b", type: type, house.signIn.signIn).status == 415)
    #expect(
      try FormParameters(
        body: HTTPRequest(
          method: "POST", path: "/", headers: [("content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8")],
          body: Array("a=b".utf8)))["a"] == "b")
  }

  @Test func `empty fields are asked for again`() async throws {
    let house = try WebHouse()
    for (email, password) in [("", ""), ("ada", ""), (" ", "x")] {
      let answer = await Browser(house).signIn(email, password: password)
      #expect(answer.status == 400 && answer.text.contains("Enter your e-mail address or username, and your password."))
    }
    #expect(try house.test.store.signInAttempts == 0)
  }

  @Test func `what was typed comes back as text`() async throws {
    let house = try WebHouse()
    let answer = await Browser(house).signIn("\"><script>alert(1)</script>", password: "x")
    #expect(answer.text.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""))
    #expect(!answer.text.contains("<script"))
  }

  @Test func `when too many wait at the door, the next is asked to come back`() async throws {
    let pool = HashingPool(workers: 1, waiting: 0)
    let house = try WebHouse(pool: pool)
    try house.test.addUser("ada")
    let gate = Flag()
    #expect(pool.submit { gate.wait() })
    let answer = await Browser(house).signIn()
    #expect(answer.status == 503 && answer.header("retry-after") == "5")
    gate.set()
    while pool.load > 0 { await Task.yield() }
    #expect(await Browser(house).signIn().status == 303)
  }

  @Test func `a database that is gone answers 503 and not a page that looks done`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn()
    let moved = house.test.folder.file("moved.db")
    #expect(rename(house.test.store.path, moved) == 0)
    let answer = await browser.post("/logout", [("csrf", "x")], house.signIn.signOut)
    #expect(answer.status == 403 || answer.status == 503)
    _ = await browser.account()
    let out = await browser.signOut()
    #expect(out.status == 503 && out.header("retry-after") == "2")
    #expect(rename(moved, house.test.store.path) == 0)
    #expect(await browser.signOut().status == 403)
    _ = await browser.account()
    #expect(await browser.signOut().status == 200)
  }

  @Test func `a forged or missing field signs nobody out`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn()
    browser.hidden = []
    #expect(await browser.signOut().status == 403)
    #expect(await browser.account().status == 200)
    // Whoever has no session is signed out already.
    #expect(await Browser(house).signOut().status == 200)
  }

  @Test func `the audit log tells of sign-in and sign-out with the address`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn(password: "wrong")
    _ = await browser.signIn()
    _ = await browser.account()
    _ = await browser.signOut()
    #expect(
      try house.test.store.auditLines.suffix(3) == [
        "login.failed - http 192.0.2.7", "login ada http 192.0.2.7", "logout ada http 192.0.2.7",
      ])
  }
}
