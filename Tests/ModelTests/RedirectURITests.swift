import Model
import Testing

@Suite struct RedirectURITests {
  @Test(
    arguments: [
      "http://localhost", "http://localhost:8000/callback", "http://127.0.0.1/cb", "http://127.0.0.1:5100/cb",
      "http://[::1]:8080/", "HTTP://LocalHost/x",
    ])
  func `http is taken on this machine itself`(text: String) throws {
    #expect(try RedirectURI(validating: text).text == text)
  }

  @Test(
    arguments: [
      "http://example.org/cb", "http://localhost.evil/", "http://localhost.localdomain/", "http://127.0.0.1.evil/",
      "http://evil-localhost/", "http://127.0.0.2/", "http://0.0.0.0/", "http://10.0.0.1/", "http://[::]/",
      "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:7f00:1]/", "http://[::2]/", "http://notlocalhost:8000/",
    ])
  func `http is refused on every other host`(text: String) {
    #expect(
      message(.redirectURIs) { try RedirectURI(validating: text) }
        == "\(text): use https; http is only for localhost, 127.0.0.1 or [::1].")
    #expect(issues { try WebsiteURL(validating: text) } == [])
  }

  @Test(arguments: [
    ("https://example.org/cb#x", "a fragment (#…) is not allowed; leave it out."),
    ("https://example.org/cb#", "a fragment (#…) is not allowed; leave it out."),
    ("https://example.org/cb?x#y", "a fragment (#…) is not allowed; leave it out."),
    ("https://*.example.org/cb", "wildcards are not allowed; register each URI."),
    ("https://example.org/*", "wildcards are not allowed; register each URI."),
    ("*", "wildcards are not allowed; register each URI."),
    ("https://example.org/a/../b", "write the path without . and .. segments."),
    ("https://example.org/a/./b", "write the path without . and .. segments."),
    ("https://example.org/..", "write the path without . and .. segments."),
    ("https://example.org/.", "write the path without . and .. segments."),
    ("https://example.org/a/%2e%2E/b", "write the path without . and .. segments."),
    ("https://example.org/a/.%2e/b", "write the path without . and .. segments."),
    ("https://example.org/a/..;/b", "write the path without . and .. segments."),
    ("https://example.org/a/..;x=1/b", "write the path without . and .. segments."),
    ("https://example.org/a/..%3B/b", "write the path without . and .. segments."),
    ("https://example.org/a/..%2Fb", "write the path without . and .. segments."),
    ("https://example.org/a%2f..", "write the path without . and .. segments."),
    ("https://example.org/a/..%5Cb", "write the path without . and .. segments."),
    ("http://localhost:8000/../x", "write the path without . and .. segments."),
  ])
  func `what leads elsewhere than it says is refused`(text: String, reason: String) {
    #expect(message(.redirectURIs) { try RedirectURI(validating: text) } == "\(text): \(reason)")
  }

  @Test(
    arguments: [
      "https://example.org/...", "https://example.org/.well-known/x", "https://example.org/a..b",
      "https://example.org/a;../b",
      "https://example.org/cb?path=../x", "https://example.org/cb?x=/../", "https://example.org/%252e%252e/",
    ])
  func `dots that climb nowhere are taken`(text: String) throws {
    #expect(try RedirectURI(validating: text).text == text)
  }

  @Test func `two are the same only byte for byte`() throws {
    let uri = try RedirectURI(validating: "https://example.org/K")
    #expect(uri == RedirectURI(stored: "https://example.org/K"))
    for other in [
      "https://example.org/k", "https://EXAMPLE.org/K", "https://example.org/K/", "https://example.org/%4B",
    ] {
      #expect(uri != RedirectURI(stored: other))
    }
    // Swift's own comparison takes the Kelvin sign for a K.
    #expect("https://example.org/\u{212A}" == "https://example.org/K")
    #expect(uri != RedirectURI(stored: "https://example.org/\u{212A}"))
    #expect(Set([uri, RedirectURI(stored: "https://example.org/\u{212A}"), uri]).count == 2)
  }

  @Test(arguments: ["", "  ", "\n\n", " \r\n\t\r\n "])
  func `a list needs at least one`(text: String) {
    let sentence = "Enter at least one redirect URI, one per line."
    #expect(message(.redirectURIs) { try RedirectURI.list(validating: text) } == sentence)
    #expect(message(.redirectURIs) { try RedirectURI(validating: text) } == sentence)
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\n\n", "\n  \n", " \n\t"])
  func `a list is one a line, with blank lines and ends trimmed away`(separator: String) throws {
    let text = " https://example.org/a\(separator)http://localhost:8000/b\(separator)"
    #expect(
      try RedirectURI.list(validating: text).map(\.text) == ["https://example.org/a", "http://localhost:8000/b"])
  }

  @Test func `the first stays the first, and repeated ones are dropped`() throws {
    let text = "https://b.example/\nhttps://a.example/\nhttps://b.example/\n https://a.example/ \nhttps://A.example/"
    #expect(
      try RedirectURI.list(validating: text).map(\.text)
        == ["https://b.example/", "https://a.example/", "https://A.example/"])
  }

  @Test func `every bad one is named, one a line, good ones and repeated ones not`() {
    let text = """
      https://good.example/
      http://bad.example/
      nonsense
      https://good.example/#f
      nonsense
      \u{1B}[2J\u{202E}
      """
    #expect(
      message(.redirectURIs) { try RedirectURI.list(validating: text) } == """
        http://bad.example/: use https; http is only for localhost, 127.0.0.1 or [::1].
        nonsense: enter a full URL, such as https://example.org/callback.
        https://good.example/#f: a fragment (#…) is not allowed; leave it out.
        \u{FFFD}[2J\u{FFFD}: enter a full URL, such as https://example.org/callback.
        """)
  }

  @Test func `fifty are the most, repeated ones not counted`() throws {
    let fifty = (1...50).map { "https://example.org/\($0)" }
    #expect(try RedirectURI.list(validating: (fifty + fifty).joined(separator: "\n")).count == 50)
    let more = (fifty + ["https://example.org/51"]).joined(separator: "\n")
    #expect(
      message(.redirectURIs) { try RedirectURI.list(validating: more) }
        == "These are 51 redirect URIs; at most 50 are allowed.")
  }
}
