import Model
import Testing

@Suite struct AddressTests {
  @Test(
    arguments: [
      "ada@example.org", "a@b", "Ada.Lovelace+ci@sub.example.org", "o'brien@example.org", "x_y-z@xn--bcher-kva.example",
      "1@2.example", "ada@127.0.0.1", "ada@localhost", String(repeating: "l", count: 64) + "@example.org",
    ])
  func `an e-mail address is taken`(text: String) throws {
    #expect(try EmailAddress(validating: "  \(text)\n").text == text)
  }

  @Test(
    arguments: [
      "", " ", "ada", "@", "ada@", "@example.org", "ada@@example.org", "a@b@c", "ada@example.org@", "ada example@x.org",
      "ada@exa mple.org", "ada@example..org", "ada@.example.org", "ada@example.org.", "ada@-example.org",
      "ada@example-.org",
      "ada@exa_mple.org", "ada@example.org/x", "ada@[127.0.0.1]", "ada@1.2.3", "ada@0x7f.1", ".ada@example.org",
      "ada.@example.org", "a..b@example.org", "\"ada\"@example.org", "ada(x)@example.org", "Ada <ada@example.org>",
      "ada@example.org,bob@example.org", "ada\u{0}@example.org", "ada\n@example.org", "ada@example.org\u{200B}",
      "ada\u{202E}@example.org", "ädä@example.org", "ada@bücher.example", "\u{212A}ada@example.org",
      String(repeating: "l", count: 65) + "@example.org",
      "ada@" + String(repeating: String(repeating: "d", count: 50) + ".", count: 5) + "org",
    ])
  func `what is no e-mail address is refused`(text: String) {
    #expect(
      message(.email) { try EmailAddress(validating: text) } == "Enter an e-mail address, such as ada@example.org.")
  }

  @Test func `e-mail addresses are equal without regard to case`() throws {
    let address = try EmailAddress(validating: "Ada@Example.org")
    #expect(address == EmailAddress(stored: "ada@example.ORG"))
    #expect(Set([address, EmailAddress(stored: "ada@example.ORG")]).count == 1)
    #expect(address.text == "Ada@Example.org")
  }

  @Test(arguments: ["a", "ada", "Ada", "ada.lovelace", "a_b-c.9", "z" + String(repeating: "9", count: 39)])
  func `a username is taken`(text: String) throws {
    #expect(try Username(validating: " \(text) ").text == text)
  }

  @Test(
    arguments: [
      "", " ", "1", "17", "9ada", "_ada", "-ada", ".ada", "ada lovelace", "ada@x", "ada/x", "ädä", "ada\u{0}",
      "ada\u{200B}",
      "\u{212A}ada", "ada\u{301}", "`a", "{a", "@a", "[a", "a{", "a[", "a`", "z" + String(repeating: "9", count: 40),
    ])
  func `what could be taken for something else is no username`(text: String) {
    #expect(message(.username) { try Username(validating: text) }?.hasPrefix("A username starts with a letter") == true)
  }
}
