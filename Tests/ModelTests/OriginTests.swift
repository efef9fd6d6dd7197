import Model
import Testing

@Suite struct OriginTests {
  @Test(arguments: [
    ("tty /dev/pts/3", "tty /dev/pts/3"), ("ssh 10.0.3.7\u{1B}[2J", "ssh 10.0.3.7[2J"),
    ("a\nb\u{202E}c\u{200B}", "abc"),
    (String(repeating: "x", count: 500), String(repeating: "x", count: 200)),
  ])
  func `an origin is one line that can be shown`(text: String, kept: String) {
    #expect(Origin(text).description == kept)
  }

  @Test(arguments: [
    ("https://auth.example.org", true), ("https://auth.example.org/house", true), ("http://localhost:5000", true),
    ("http://[::1]:5000", true), ("http://auth.example.org", false), ("https://auth.example.org/", false),
    ("https://auth.example.org?x", false), ("https://auth.example.org#x", false), ("auth.example.org", false),
    ("https://ada@auth.example.org", false), ("", false), (" https://auth.example.org", false),
  ])
  func `RFC 8414 §2: an issuer is an https URL without query and fragment`(text: String, isIssuer: Bool) {
    #expect((try? IssuerURL(validating: text))?.text == (isIssuer ? text : nil))
  }
}
