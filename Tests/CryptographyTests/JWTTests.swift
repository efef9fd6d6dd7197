import FoundationEssentials
import TestSupport
import Testing

@testable import Cryptography

@Suite struct JWTTests {
  static let start = TestClock.start
  static let keys = (1...3).map { number in
    JWTKey(id: "key\(number)", secret: [UInt8](repeating: UInt8(number), count: 32))
  }.compactMap(\.self)

  /// A token of an hour for user 7.
  static let token = JWT(
    subject: "7", audience: "https://auth.example", issuer: "https://auth.example", issuedAt: start,
    expiresAt: start.addingTimeInterval(3600), id: "one")

  private func problem(
    of text: String, keys: [JWTKey] = keys, issuer: String = "https://auth.example",
    audience: String = "https://auth.example", after seconds: Double = 0
  ) -> JWTProblem? {
    do throws(JWTProblem) {
      _ = try JWT(text, keys: keys, issuer: issuer, audience: audience, now: Self.start.addingTimeInterval(seconds))
      return nil
    } catch {
      return error
    }
  }

  /// Any header and payload, truly sealed with the first key.
  private static func sealed(header: String, payload: String, key: JWTKey = keys[0]) -> String {
    let message = "\(Base64.encode(header.utf8, .url)).\(Base64.encode(payload.utf8, .url))"
    return "\(message).\(Base64.encode(HMAC.seal(Array(message.utf8), key: key.secret), .url))"
  }

  private static let header = #"{"alg":"HS256","kid":"key1","typ":"JWT"}"#
  private static let payload =
    #"{"iss":"https://auth.example","sub":"7","aud":"https://auth.example","exp":1795438800,"nbf":1795435200,"iat":1795435200,"jti":"one"}"#

  @Test func `RFC 7515 appendix A.1: the seal of the example is made and checked`() throws {
    let secret = try #require(
      Base64.decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow", .url))
    let key = try #require(JWTKey(id: "any", secret: secret))
    let text =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
      + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
      + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    let payload = try JWS.open(text, keys: [key])
    #expect(
      String(decoding: payload, as: UTF8.self)
        == "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}")
    // It lacks what ours always say.
    #expect(problem(of: text, keys: [key], issuer: "joe") == .malformed)
    // Without a key's name, several keys are none.
    #expect(problem(of: text, keys: [key] + Self.keys) == .unknownKey)
  }

  @Test func `RFC 7519 appendix A and §6: an unsecured token is no token`() {
    let text =
      "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    #expect(problem(of: text) == .unsupported)
  }

  @Test func `a token comes back as it was sealed, with any key that is honoured`() throws {
    for key in Self.keys {
      let text = Self.token.sealed(with: key)
      let read = try JWT(
        text, keys: Self.keys, issuer: "https://auth.example", audience: "https://auth.example", now: Self.start)
      #expect(read == Self.token)
      #expect(problem(of: text, keys: Self.keys.filter { $0.id != key.id }) == .unknownKey)
    }
    #expect(Self.token.sealed(with: Self.keys[0]).split(separator: ".")[0] == Base64.encode(Self.header.utf8, .url))
    #expect(problem(of: Self.sealed(header: Self.header, payload: Self.payload)) == nil)
  }

  @Test func `it holds from its first second up to its last, without leeway`() {
    let text = Self.token.sealed(with: Self.keys[0])
    #expect(problem(of: text, after: -1) == .notYetValid)
    #expect(problem(of: text, after: 0) == nil)
    #expect(problem(of: text, after: 3599.9) == nil)
    #expect(problem(of: text, after: 3600) == .expired)
    var later = Self.token
    later.notBefore = Self.start.addingTimeInterval(10)
    #expect(problem(of: later.sealed(with: Self.keys[0]), after: 9) == .notYetValid)
    #expect(problem(of: later.sealed(with: Self.keys[0]), after: 10) == nil)
  }

  @Test func `another issuer's and another audience's are refused`() {
    let text = Self.token.sealed(with: Self.keys[0])
    #expect(problem(of: text, issuer: "https://auth.example.evil") == .wrongIssuer)
    #expect(problem(of: text, audience: "https://auth.example/") == .wrongAudience)
  }

  @Test(
    "A header that wants something else is refused though the seal is right (RFC 7515 §4, CVE-2026-28802, CVE-2026-28498, CVE-2025-59420)",
    arguments: [
      (#"{"alg":"none","kid":"key1"}"#, JWTProblem.unsupported), (#"{"alg":"None","kid":"key1"}"#, .unsupported),
      (#"{"alg":"hs256","kid":"key1"}"#, .unsupported), (#"{"alg":"HS384","kid":"key1"}"#, .unsupported),
      (#"{"alg":"RS256","kid":"key1"}"#, .unsupported), (#"{"alg":"HS256 ","kid":"key1"}"#, .unsupported),
      (#"{"alg":"","kid":"key1"}"#, .unsupported), (#"{"kid":"key1"}"#, .malformed),
      (#"{"alg":null,"kid":"key1"}"#, .malformed), (#"{"alg":["HS256"],"kid":"key1"}"#, .malformed),
      (#"{"alg":"HS256","kid":"key1","crit":["exp"]}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","crit":[]}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","b64":false}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","jwk":{"kty":"oct","k":"AA"}}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","jku":"https://evil.example/"}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","x5c":[]}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","zip":"DEF"}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","typ":"at+jwt"}"#, .unsupported),
      (#"{"alg":"HS256","kid":"key1","cty":"JWT"}"#, .unsupported), (#"{"alg":"HS256","kid":"key4"}"#, .unknownKey),
      (#"{"alg":"HS256","kid":"KEY1"}"#, .unknownKey), (#"{"alg":"HS256","kid":""}"#, .unknownKey),
      (#"{"alg":"HS256","kid":"../key1"}"#, .unknownKey), (#"{"alg":"HS256","kid":1}"#, .malformed),
      (#"{"alg":"HS256"}"#, .unknownKey), (#"{"alg":"HS256","kid":"key2"}"#, .wrongSeal), ("{}", .malformed),
      ("", .malformed), ("[]", .malformed), ("null", .malformed), ("\"HS256\"", .malformed), ("{\"alg\":", .malformed),
      (#"{"alg":"HS256","kid":"key1"} x"#, .malformed), ("\u{FEFF}x", .malformed),
    ])
  func hostileHeader(header: String, expected: JWTProblem) {
    #expect(problem(of: Self.sealed(header: header, payload: Self.payload)) == expected)
  }

  @Test(
    "A payload without what must be in it is refused though the seal is right",
    arguments: [
      "", "{}", "[]", "null", "7", "{",
      #"{"iss":"https://auth.example","sub":"7","aud":"https://auth.example","nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":"7","aud":"https://auth.example","exp":null,"nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":"7","aud":"https://auth.example","exp":"1795438800","nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":"7","aud":"https://auth.example","exp":1e300,"nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":7,"aud":"https://auth.example","exp":1795438800,"nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":"7","aud":["https://auth.example"],"exp":1795438800,"nbf":1,"iat":1,"jti":"1"}"#,
      #"{"iss":"https://auth.example","sub":"7","exp":1795438800,"nbf":1,"iat":1,"jti":"1"}"#,
      #"{"sub":"7","aud":"https://auth.example","exp":1795438800,"nbf":1,"iat":1,"jti":"1"}"#,
    ])
  func poorPayload(payload: String) {
    #expect(problem(of: Self.sealed(header: Self.header, payload: payload)) == .malformed)
  }

  @Test func `a text that is no token is refused`() {
    let good = Self.token.sealed(with: Self.keys[0])
    let parts = good.split(separator: ".").map(String.init)
    let broken = [
      "", ".", "..", "...", "a.b.c", "null", parts[0], "\(parts[0]).\(parts[1])", "\(good).", ".\(good)", " \(good)",
      "\(good)\n", "\(good)=", "\(good).\(parts[2])", ".\(parts[1]).\(parts[2])",
      good.replacing(".", with: ".."), "Bearer \(good)", "{\"payload\":\"\(parts[1])\"}",
      String(repeating: "A", count: 5000), "\(String(repeating: "A", count: 4096)).\(parts[1]).\(parts[2])",
      good.replacing("-", with: "+").replacing("_", with: "/") + "+",
    ]
    for text in broken { #expect(problem(of: text) == .malformed, "\(text)") }
    #expect(problem(of: "\(parts[0]).\(parts[1]).") == .wrongSeal)
    #expect(problem(of: "\(parts[0])..\(parts[2])") == .wrongSeal)
    #expect(problem(of: "\(parts[0]).\(parts[1]).\(parts[2].prefix(22))") != nil)
  }

  @Test func `no character of a token can be changed, left out or put in`() {
    let good = Array(Self.token.sealed(with: Self.keys[0]))
    for index in good.indices {
      var changed = good
      changed[index] = good[index] == "A" ? "B" : "A"
      var shortened = good
      shortened.remove(at: index)
      for text in [changed, shortened] { #expect(problem(of: String(text)) != nil, "\(String(text))") }
    }
  }

  @Test func `parts of two tokens make no third`() {
    var other = Self.token
    other.subject = "8"
    let mine = Self.token.sealed(with: Self.keys[0]).split(separator: ".")
    let theirs = other.sealed(with: Self.keys[1]).split(separator: ".")
    #expect(problem(of: "\(mine[0]).\(theirs[1]).\(mine[2])") == .wrongSeal)
    #expect(problem(of: "\(theirs[0]).\(mine[1]).\(mine[2])") == .wrongSeal)
    #expect(problem(of: "\(mine[0]).\(theirs[1]).\(theirs[2])") == .wrongSeal)
  }

  @Test func `a short key is no key (RFC 7518 §3.2)`() {
    #expect(JWTKey(id: "k", secret: [UInt8](repeating: 1, count: 31)) == nil)
    #expect(JWTKey(id: "k", secret: []) == nil)
  }
}
