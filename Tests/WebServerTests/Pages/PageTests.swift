import Accounts
import Configuration
import HTTPServer
import Model
import OAuth
import TestSupport
import Testing

@testable import WebServer

@Suite struct PageTests {
  private static let hostile = "\"><script>alert('x')</script>&amp;\u{202E}"

  /// Every page, with hostile text wherever text goes.
  private static var everyPage: [any PageContent] {
    let text = hostile
    let hidden = [(name: text, value: text)]
    let groups = [PermissionGroup(name: text, scopes: [(text, text), ("user:email", "Read")])]
    return [
      SignInPage(problem: text, email: text, hidden: hidden), SignInPage(hidden: hidden),
      ConsentPage(
        application: text, description: text, website: "javascript:alert(1)//\(text)", owner: text, userCount: 3,
        groups: groups, user: text, destination: text, hidden: hidden, signOut: hidden),
      ConsentPage(
        application: text, description: "", website: "https://a.example/\(text)", owner: text, userCount: 1, groups: [],
        user: text, destination: text, hidden: hidden),
      DeviceCodePage(problem: text, code: text, hidden: hidden),
      DeviceConfirmPage(
        code: text, application: text, owner: text, website: text, groups: groups, user: text, hidden: hidden),
      DeviceDonePage(application: text, isApproved: true), DeviceDonePage(application: text, isApproved: false),
      AccountPage(
        user: text, email: text + "@", applications: 1, tokens: 2, authorized: 3, host: text, signOut: hidden),
      ErrorPage(title: text, message: text, code: text, detail: text, way: (text, "/account")), ErrorPage(named: text),
      SignedOutPage(),
    ]
  }

  private func pages(issuer: IssuerURL? = nil) -> Pages {
    var settings = Settings()
    settings.siteName = Self.hostile
    if let issuer { settings.issuer = issuer }
    return Pages(settings: settings)
  }

  private func text(_ page: any PageContent) -> String {
    pages().answer(page, to: HTTPRequest(method: "GET", path: "/")).text
  }

  @Test func `text of people stays text on every page`() {
    for page in Self.everyPage {
      let text = text(page)
      #expect(!text.contains("<script") && !text.contains("href=\"javascript"), "\(type(of: page))")
      #expect(text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"), "\(type(of: page))")
    }
  }

  @Test func `every page is well-formed: what is opened is closed, in order, and nothing has two names`() throws {
    for page in Self.everyPage {
      var open: [Substring] = []
      for tag in text(page).pieces(between: "<", and: ">") where !tag.hasPrefix("!") {
        let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
        if tag.hasPrefix("/") {
          #expect(open.popLast() == name, "\(type(of: page))")
        } else if !["meta", "link", "input", "br"].contains(name) {
          open.append(name)
        }
      }
      #expect(open == [], "\(type(of: page))")
      let ids = text(page).pieces(between: " id=\"", and: "\"")
      #expect(Set(ids).count == ids.count, "\(type(of: page))")
      let labels = text(page).pieces(between: " for=\"", and: "\"")
      let described = text(page).pieces(between: "aria-describedby=\"", and: "\"").flatMap {
        $0.split(separator: " ")
      }
      let labelled = text(page).pieces(between: "aria-labelledby=\"", and: "\"")
      for id in labels + described + labelled { #expect(ids.contains(id), "\(id) of \(type(of: page))") }
    }
  }

  @Test func `every page can be read aloud: language, title, one heading, one main landmark, labels`() {
    for page in Self.everyPage {
      let text = text(page)
      #expect(text.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
      for once in ["<main>", "<h1>", "<title>", "<meta name=\"viewport\""] {
        #expect(text.pieces(separatedByMark: once) == 2, "\(once) of \(type(of: page))")
      }
      for input in text.pieces(between: "<input ", and: ">") where !input.contains("type=\"hidden\"") {
        let id = String(input).pieces(between: "id=\"", and: "\"").first ?? ""
        #expect(text.contains("<label for=\"\(id)\">"), "\(type(of: page))")
      }
      // Neither scripts nor styles within: the policy would not let them run.
      for inner in ["style=", "<style", " onclick", "<script", "src="] { #expect(!text.contains(inner)) }
    }
  }

  @Test func `a page is kept, framed and sniffed by nobody`() throws {
    let response = pages().answer(SignedOutPage(), to: HTTPRequest(method: "GET", path: "/"))
    let expected = [
      ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
      ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
      ),
    ]
    for (name, value) in expected { #expect(response.header(name) == value) }
    #expect(response.header("strict-transport-security") == nil)
    let secure = pages().answer(SignedOutPage(), to: HTTPRequest(method: "GET", path: "/", isSecure: true))
    #expect(secure.header("strict-transport-security") == "max-age=31536000")
  }

  @Test(arguments: [
    ("/account", "/account"), ("https://client.example/cb?a=%20", "https://client.example/cb?a=%20"),
    ("/a\r\nSet-Cookie: b=c", "/a%0D%0ASet-Cookie:%20b=c"), ("/é\u{0}", "/%C3%A9%00"),
  ])
  func `a redirect is fetched with GET, and nothing ends its header early`(location: String, expected: String) {
    let response = pages().redirect(to: location, for: HTTPRequest(method: "POST", path: "/"))
    #expect(response.status == 303 && response.header("location") == expected)
    #expect(response.header("cache-control") == "no-store" && response.header("referrer-policy") == "no-referrer")
  }

  @Test(arguments: [
    (FormTarget.here, "'self'"), (FormTarget(redirectURI: "https://client.example/cb"), "'self' https:"),
    (FormTarget(redirectURI: "http://127.0.0.1:5100/cb"), "'self' https: http:"),
    (FormTarget(redirectURI: "http://[::1]/cb"), "'self' https: http:"), (FormTarget(redirectURI: ""), "'self' https:"),
  ])
  func `a form that leads on to a client may follow the redirect`(target: FormTarget, sources: String) throws {
    let response = pages().answer(SignedOutPage(), to: HTTPRequest(method: "GET", path: "/"), onward: target)
    let policy = try #require(response.header("content-security-policy"))
    #expect(policy.contains("; form-action \(sources); "))
  }

  @Test(arguments: [
    (nil, "'self'"), ("/device", "'self'"),
    ("/oauth/authorize?redirect_uri=https%3A%2F%2Fclient.example%2Fcb", "'self' https:"),
    ("/oauth/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A5100%2Fcb", "'self' https: http:"),
    ("/oauth/authorize?client_id=a", "'self' https: http:"), ("//evil.example", "'self'"),
  ])
  func `the sign-in page lets a remembered consent pass on to the client`(next: String?, sources: String) async throws {
    let house = try WebHouse()
    let query = next.map { "?" + FormEncoder.encode([("next", $0)]) } ?? ""
    let page = await Browser(house).get("/login\(query)", house.signIn.signInForm)
    #expect(page.header("content-security-policy")?.contains("; form-action \(sources); ") == true)
  }

  @Test func `under a path of its own the house's links stay under it`() throws {
    let pages = pages(issuer: try IssuerURL(validating: "https://example.org/auth-house"))
    #expect(pages.base == "/auth-house")
    for page in Self.everyPage {
      let text = pages.answer(page, to: HTTPRequest(method: "GET", path: "/")).text
      let links = text.pieces(between: "href=\"", and: "\"") + text.pieces(between: "action=\"", and: "\"")
      for link in links where link.hasPrefix("/") { #expect(link.hasPrefix("/auth-house/"), "\(link)") }
    }
    #expect(try self.pages(issuer: IssuerURL(validating: "https://example.org")).base == "")
  }

  @Test func `the consent page tells exactly what is asked, by whom and for whom`() {
    var settings = Settings()
    settings.siteName = "Zenodo"
    let page = ConsentPage(
      application: "Lab", description: "Analyses\nthings", website: "https://lab.example", owner: "grace", userCount: 1,
      groups: [
        PermissionGroup(name: "user", scopes: [("user:email", "Read your e-mail address")]),
        PermissionGroup(name: "deposit", scopes: [("deposit:write", "Upload"), ("deposit:actions", "Publish")]),
      ], user: "ada", destination: "https://lab.example", hidden: [("csrf", "abc")], signOut: [("csrf", "def")])
    let text = Pages(settings: settings).answer(page, to: HTTPRequest(method: "GET", path: "/")).text
    #expect(
      text.contains(
        "Application <strong>Lab</strong> by <strong>grace</strong> wants permission to access your <strong>Zenodo</strong> account."
      ))
    for part in [
      "<h3>user</h3>", "<li>Read your e-mail address <code>user:email</code></li>", "<h3>deposit</h3>",
      "<dd>Analyses\nthings</dd>", "<dd>1 user</dd>", "name=\"confirm\" value=\"yes\">Authorize<",
      "name=\"confirm\" value=\"no\">Reject<", "You are signed in as <strong>ada</strong>",
      "<a href=\"https://lab.example\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func `the device page warns of codes that others sent`() {
    let page = DeviceConfirmPage(
      code: "BCDF-GHJK", application: "TV", owner: "grace", website: "https://tv.example", groups: [], user: "ada",
      hidden: [])
    let text = text(page)
    #expect(text.contains("Did somebody send you this code?") && text.contains(">BCDF-GHJK<"))
    #expect(text.contains("<strong>TV</strong> by <strong>grace</strong>"))
    #expect(text.contains("No permissions beyond knowing which account it is."))
  }

  @Test(arguments: OAuthError.Code.allCases)
  func `every error code has a page that names it and a way out`(code: OAuthError.Code) async throws {
    let house = try WebHouse()
    let page = await Browser(house).get("/oauth/errors?error=\(code.rawValue)", house.signIn.errors)
    #expect(page.status == 200)
    #expect(page.text.contains("<code>\(code.rawValue)</code>") && page.text.contains("href=\"/account\""))
  }

  @Test(arguments: [
    ("?error=%3Cscript%3E", "<code>&lt;script&gt;</code>"), ("?error=nonsense", "<code>nonsense</code>"),
    ("", "<code>invalid_request</code>"), ("?error=", "<code>invalid_request</code>"),
    ("?error=a&error=b", "<code>invalid_request</code>"), ("?error=%", "<code>invalid_request</code>"),
    ("?error=%1B%5B2J", "<code>\u{FFFD}[2J</code>"),
  ])
  func `an unknown error code is shown as the text it is`(query: String, expected: String) async throws {
    let house = try WebHouse()
    let page = await Browser(house).get("/oauth/errors\(query)", house.signIn.errors)
    #expect(page.status == 200 && page.text.contains(expected))
  }

  @Test func `the start page counts what there is and shows the way`() async throws {
    let house = try WebHouse { $0.issuer = try IssuerURL(validating: "https://auth.example:8443/x") }
    let ada = try house.test.addUser("ada")
    let client = try house.test.addClient("Lab", owner: ada)
    try house.test.grant(client, by: ada)
    for name in ["one", "two"] { try house.test.addToken(name, owner: ada) }
    let browser = Browser(house)
    _ = await browser.signIn()
    let text = await browser.account().text
    for part in ["You have 1.", "You have 2.", "ssh postern@auth.example", "ada@example.org", "/x/device"] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.contains("You let in 1."))
  }

  @Test func `the style sheet is kept for good under its own name, and asks for nothing from elsewhere`() async throws {
    let house = try WebHouse()
    let path = String(
      try #require(text(SignedOutPage()).pieces(between: "<link rel=\"stylesheet\" href=\"", and: "\"").first))
    let current = await Browser(house).get(path, house.signIn.styleSheet)
    #expect(current.status == 200 && current.header("content-type") == "text/css; charset=utf-8")
    #expect(current.header("cache-control") == "public, max-age=31536000, immutable")
    let old = await Browser(house).get("/style.css?old", house.signIn.styleSheet)
    #expect(old.header("cache-control") == "no-cache")
    for outside in ["url(", "@import", "http"] { #expect(!current.text.contains(outside)) }
    #expect(current.text.contains("prefers-color-scheme: dark") && current.text.contains(":focus-visible"))
    #expect(current.text.count { $0 == "{" } == current.text.count { $0 == "}" })
  }
}

extension String {
  /// How many pieces a mark cuts the text into.
  fileprivate func pieces(separatedByMark mark: String) -> Int {
    var count = 1
    var rest = self[...]
    while let range = rest.firstRange(of: mark) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
