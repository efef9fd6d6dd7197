import TestSupport
import Testing

@testable import WebServer

@Suite struct LocalTargetTests {
  @Test(arguments: [
    "/", "/account", "/device", "/oauth/authorize", "/oauth/authorize?client_id=abc&scope=user%3Aemail",
    "/oauth/authorize?redirect_uri=https://client.example/cb&state=a//b", "/auth-house/account", "/a/b/", "/a?",
    "/a??b",
    "/~a.b_c-d", "/a?b=%0d%0a", "/...", "/.well-known/x",
  ])
  func `a path of this server is a place to go on to`(text: String) {
    #expect(LocalTarget(text)?.text == text)
  }

  @Test(
    "Whatever a browser might take for another place is refused (SECURITY: open redirect)",
    arguments: [
      "", " ", "account", "account/", "?a", "#a", "//", "//evil.example", "///evil.example", "////evil.example",
      "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
      "/\r\n/evil.example", "\t/account", " /account", "\n/account", "/account\r\nSet-Cookie: a=b", "/account\n",
      "/\u{0}/evil.example", "/account\u{0}", "/\u{B}/evil.example", "/\u{A0}/evil.example", "/\u{2028}/evil.example",
      "https://evil.example", "https:/evil.example", "https:evil.example", "HTTPS://evil.example",
      "http:\\\\evil.example",
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
      "mailto:a@b",
      "/.", "/..", "/./", "/../", "/..//evil.example", "/.//evil.example", "/a/..//evil.example", "/a//evil.example",
      "/a/./b", "/a/../b", "/%2Fevil.example", "/%2f/evil.example", "/%5Cevil.example", "/%09/evil.example",
      "/%2e%2e/evil.example", "/;@evil.example", "/@evil.example", "/a:b", "/a#b", "/a?b#c", "/a?b c", "/a?\"b",
      "/a?<b>",
      "/a?b\\c", "/a?`", "/a?'", "/é", "/a?é", "/a?\u{7F}", "/a?\u{202E}", "／evil.example", "/／evil.example",
      "\u{FEFF}/account", "/a b", "/<script>", "/a?b\tc", ".", "..", "*", "/*",
    ])
  func refused(text: String) {
    #expect(LocalTarget(text) == nil)
  }

  @Test func `an overlong one is refused`() {
    #expect(LocalTarget("/a?" + String(repeating: "b", count: 8189)) != nil)
    #expect(LocalTarget("/a?" + String(repeating: "b", count: 8190)) == nil)
  }

  @Test func `any text is either refused or stays on this server, whatever a browser does to it`() {
    let random = TestBytes()
    let alphabet = Array("//\\\\..:@?#%\t\n a5eE")
    for _ in 0..<5000 {
      let text = "/" + String((0..<random.next(10)).map { _ in alphabet[random.next(alphabet.count)] })
      guard let target = LocalTarget(text) else { continue }
      // Browsers drop tabs and line ends, take back slashes for slashes, and two slashes for the start of a host.
      let path = target.text.prefix { $0 != "?" }
      #expect(!path.contains("//") && !path.contains("\\") && !path.contains("%") && path.hasPrefix("/"), "\(text)")
      #expect(target.text.utf8.allSatisfy { 0x21...0x7E ~= $0 }, "\(text)")
    }
  }
}
