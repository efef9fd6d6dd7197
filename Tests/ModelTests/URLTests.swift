import Model
import Testing

/// URLs of every wrong kind, and why a redirect URI and a website cannot be one.
private enum Flaw: String {
  case notAbsolute = "enter a full URL, such as https://example.org/callback."
  case badScheme = "use https, or http on localhost, 127.0.0.1 or [::1]."
  case userInfo = "a user name or password is not allowed; leave it out."
  case badHost = "the host is no valid name or IP address; correct it."
  case foreignHost = "write the host name in ASCII, international names in their xn-- form."
  case badPort = "the port must be a number from 1 to 65535."
  case badCharacter = "it has a character that URLs cannot have; percent-encode it."
  case tooLong = "it is too long; at most 2000 bytes are allowed."

  var website: String {
    switch self {
    case .notAbsolute, .badHost: "Enter a full URL, such as https://example.org."
    case .badScheme: "Start the URL with https:// or http://."
    case .userInfo: "Leave the user name and password out of the URL."
    case .foreignHost: "Write the host name in ASCII, international names in their xn-- form."
    case .badPort: "The port in the URL must be a number from 1 to 65535."
    case .badCharacter: "The URL has a character that URLs cannot have; percent-encode it."
    case .tooLong: "The URL is too long; at most 2000 bytes are allowed."
    }
  }
}

private let wrong: [(String, Flaw)] =
  relative + schemes + userInfo + hosts + addresses + foreign + ports + characters

private let relative: [(String, Flaw)] = [
  ("example.org", .notAbsolute), ("upload.example.org/callback", .notAbsolute), ("/callback", .notAbsolute),
  ("//example.org/callback", .notAbsolute), ("https", .notAbsolute), ("https:", .notAbsolute),
  ("https:/", .notAbsolute),
  ("https:/example.org", .notAbsolute), ("https:example.org", .notAbsolute), ("https:\\\\example.org", .notAbsolute),
  ("localhost:8000/callback", .notAbsolute), ("example.org:443", .notAbsolute), ("?x=1", .notAbsolute),
  ("javascript:alert(1)", .notAbsolute), ("data:text/html,x", .notAbsolute), ("mailto:ada@example.org", .notAbsolute),
  ("com.example.app:/callback", .notAbsolute), ("urn:ietf:wg:oauth:2.0:oob", .notAbsolute),
  ("https:\u{301}//example.org", .notAbsolute), ("https:/\u{301}/example.org", .notAbsolute),
]

private let schemes: [(String, Flaw)] = [
  ("ftp://example.org/", .badScheme), ("javascript://example.org/%0Aalert(1)", .badScheme),
  ("file:///etc/passwd", .badScheme), ("ws://example.org", .badScheme), ("com.example.app://callback", .badScheme),
  ("://example.org", .badScheme), ("http s://example.org", .badScheme), ("https\u{200B}://example.org", .badScheme),
  ("\u{200B}https://example.org", .badScheme), ("httpſ://example.org", .badScheme),
  ("http+x://example.org", .badScheme),
]

private let userInfo: [(String, Flaw)] = [
  ("https://ada@example.org/", .userInfo), ("https://ada:pw@example.org/", .userInfo),
  ("https://@example.org", .userInfo),
  ("https://:@example.org", .userInfo), ("https://example.org@evil.example/", .userInfo),
  ("https://a@b@example.org/", .userInfo), ("https://localhost@evil.example", .userInfo),
  ("http://127.0.0.1:80@evil.example/", .userInfo), ("https://example.org:443@evil.example", .userInfo),
]

private let hosts: [(String, Flaw)] = [
  ("https://", .badHost), ("https:///", .badHost), ("https:///example.org", .badHost), ("https://?x", .badHost),
  ("https://#x", .badHost), ("https://:443/", .badHost), ("https://.example.org", .badHost), ("https://.", .badHost),
  ("https://example.org./", .badHost), ("https://localhost./", .badHost), ("https://127.0.0.1./", .badHost),
  ("https://example..org", .badHost), ("https://-example.org", .badHost), ("https://example-.org", .badHost),
  ("https://exa_mple.org", .badHost), ("https://exa~mple.org", .badHost), ("https://exam%70le.org", .badHost),
  ("https://example.org%2Fevil", .badHost), ("https://example.org%00.evil", .badHost),
  ("https://a,b.example", .badHost),
  ("https://example.org;evil", .badHost), ("https://exa'mple.org", .badHost), ("https://!.example", .badHost),
  ("https://" + String(repeating: "d", count: 64) + ".example", .badHost),
  ("https://" + String(repeating: "d.", count: 127) + "example", .badHost),
]

private let addresses: [(String, Flaw)] = [
  // Numbers that some readers take for an address: short, octal, hexadecimal, whole, too large.
  ("https://127.1/", .badHost), ("https://127.0.1", .badHost), ("https://2130706433/", .badHost),
  ("https://0x7f.1/", .badHost), ("https://0x7f000001", .badHost), ("https://0x7f.0.0.1", .badHost),
  ("https://127.0.0.0x1", .badHost), ("https://0177.0.0.1/", .badHost), ("https://127.0.0.01", .badHost),
  ("https://256.0.0.1", .badHost), ("https://1.2.3.4.5", .badHost), ("https://1.2.3.", .badHost),
  ("https://0", .badHost),
  ("https://example.123", .badHost), ("https://example.0x1", .badHost), ("https://127.0.0.1.2", .badHost),
  // IPv6.
  ("https://[", .badHost), ("https://[]", .badHost), ("https://[::1", .badHost), ("https://::1/", .badHost),
  ("https://[:::]", .badHost), ("https://[:]", .badHost), ("https://[1:2:3:4:5:6:7]", .badHost),
  ("https://[1:2:3:4:5:6:7:8:9]", .badHost), ("https://[1:2:3:4:5:6:7::8]", .badHost), ("https://[1::2::3]", .badHost),
  ("https://[12345::]", .badHost), ("https://[g::]", .badHost), ("https://[:1::2]", .badHost),
  ("https://[1::2:]", .badHost),
  ("https://[::ffff:127.0.0.1]", .badHost), ("https://[fe80::1%25eth0]/", .badHost), ("https://[fe80::1%25]", .badHost),
  ("https://[v1.x]", .badHost), ("https://[example.org]", .badHost), ("https://[::1]evil.example", .badHost),
  ("https://[::1].evil.example", .badHost), ("https://evil[::1]", .badHost), ("https://[[::1]]", .badHost),
]

private let foreign: [(String, Flaw)] = [
  ("https://bücher.example/", .foreignHost), ("https://例え.テスト", .foreignHost), ("https://exаmple.org", .foreignHost),
  ("https://example。org/", .foreignHost), ("https://example.org\u{2044}evil", .foreignHost),
  ("https://\u{301}example.org", .foreignHost), ("https://\u{212A}.example", .foreignHost),
  ("https://example.org\u{AD}/", .foreignHost), ("https://[::１]", .foreignHost),
]

private let ports: [(String, Flaw)] = [
  ("https://example.org:", .badPort), ("https://example.org:/x", .badPort), ("https://example.org:0", .badPort),
  ("https://example.org:00", .badPort), ("https://example.org:0443/", .badPort),
  ("https://example.org:65536", .badPort),
  ("https://example.org:99999999999999999999", .badPort), ("https://example.org:-1", .badPort),
  ("https://example.org:+80", .badPort), ("https://example.org:x/", .badPort), ("https://example.org:80:80", .badPort),
  ("https://example.org:0x50", .badPort), ("https://[::1]:", .badPort), ("https://[::1]:65536", .badPort),
]

private let characters: [(String, Flaw)] = [
  ("https://exa mple.org", .badCharacter), ("https://example.org/a b", .badCharacter),
  ("https://example.org/a\tb", .badCharacter), ("https://exa\tmple.org/", .badCharacter),
  ("https://example.org\\@evil.example/", .badCharacter), ("https://example.org/\\x", .badCharacter),
  ("https://example.org/ä", .badCharacter), ("https://example.org/\u{301}", .badCharacter),
  ("https://example.org/\u{1B}[0m", .badCharacter), ("https://example.org/\u{0}", .badCharacter),
  ("https://example.org/\u{202E}x", .badCharacter), ("https://example.org/<x>", .badCharacter),
  ("https://example.org/\"x\"", .badCharacter), ("https://example.org/^", .badCharacter),
  ("https://example.org/`", .badCharacter), ("https://example.org/{x}", .badCharacter),
  ("https://example.org/a|b", .badCharacter), ("https://example.org/[x]", .badCharacter),
  ("https://example.org/?x[]=1", .badCharacter), ("https://example.org/%", .badCharacter),
  ("https://example.org/%4", .badCharacter), ("https://example.org/%zz", .badCharacter),
  ("https://example.org/%%41", .badCharacter), ("https://example.org/?x=%u0041", .badCharacter),
  ("https://example.org/#%g0", .badCharacter),
]

@Suite struct URLTests {
  @Test(arguments: wrong)
  fileprivate func `a URL of a wrong kind is refused as redirect URI and as website`(text: String, flaw: Flaw) {
    let expected = "\(PlainText.visible(text)): \(flaw.rawValue)"
    #expect(message(.redirectURIs) { try RedirectURI(validating: text) } == expected)
    #expect(message(.website) { try WebsiteURL(validating: text) } == flaw.website)
    #expect(isFit(expected) && isFit(flaw.website))
  }

  @Test(
    arguments: [
      "https://example.org", "https://example.org/", "https://example.org/callback", "https://example.org:8443/cb",
      "https://example.org?x=1&y=%20", "https://example.org/cb?next=/a/b?c", "HTTPS://Example.ORG/CallBack",
      "https://xn--bcher-kva.example/", "https://sub.sub.example.org/", "https://a-b.example/~ada/;v=1,2/@x:y!$&'()+=",
      "https://example.org/a@b", "https://example.org/http://other.example/", "https://1.2.3.4/", "https://10.0.0.1:1/",
      "https://example.1e", "https://3com.example", "https://localhost/cb", "https://127.0.0.1:65535/cb",
      "https://[::1]/",
      "https://[2001:DB8::1]:443/x", "https://[::]", "https://[1:2:3:4:5:6:7::]", "https://[::ffff:7f00:1]/",
      "https://[1:2:3:4:5:6:7:8]/", "https://example.org//double//slash",
      "https://localhost.evil/", "https://127.0.0.1.evil/",
      "https://example.org/" + String(repeating: "x", count: 1980),
    ])
  func `a sound https URL is taken byte for byte`(text: String) throws {
    #expect(try RedirectURI(validating: " \(text)\t").text.utf8.elementsEqual(text.utf8))
    #expect(try WebsiteURL(validating: " \(text)\t").text.utf8.elementsEqual(text.utf8))
  }

  @Test func `two thousand bytes are the most`() {
    let text = "https://example.org/" + String(repeating: "x", count: 1981)
    let sentence = "\(PlainText.visible(text)): \(Flaw.tooLong.rawValue)"
    #expect(message(.redirectURIs) { try RedirectURI(validating: text) } == sentence)
    #expect(sentence.count < 200)
    #expect(message(.website) { try WebsiteURL(validating: text) } == Flaw.tooLong.website)
  }
}
