import HTTPServer
import Testing

@testable import WebServer

@Suite struct CookieTests {
  private func cookie(_ name: String, in headers: [String]) -> String? {
    Cookies(HTTPRequest(method: "GET", path: "/", headers: headers.map { ("cookie", $0) }))[name]
  }

  @Test(
    "Cookies as browsers send them, and as they do not (RFC 6265 §4.2)",
    arguments: [
      (["a=1"], "1"), (["x=0; a=1; y=2"], "1"), (["x=0;a=1;y=2"], "1"), (["  a=1 ;"], "1"), (["x=0", "a=1"], "1"),
      (["a=b=c"], "b=c"), (["a="], ""), (["a=\"q\""], "\"q\""), (["A=1"], nil), (["aa=1"], nil), (["a"], nil),
      (["=a"], nil), ([], nil), ([""], nil), ([";;;"], nil), (["a=1; a=2"], nil), (["a=1", "a=1"], nil),
      (["a =1"], nil),
    ])
  func read(headers: [String], expected: String?) {
    #expect(cookie("a", in: headers) == expected)
  }

  @Test func `a cookie is kept from scripts, other sites and other hosts`() {
    #expect(
      SetCookie(name: "__Host-postern", value: "abc", maxAge: 60, isSecure: true).text
        == "__Host-postern=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax")
    #expect(
      SetCookie(name: "postern-session", value: "", maxAge: 0, isSecure: false).text
        == "postern-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    #expect(
      SetCookie(name: "postern-form", value: "x", isSecure: false).text
        == "postern-form=x; Path=/; HttpOnly; SameSite=Lax")
  }
}
