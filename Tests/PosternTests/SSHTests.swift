import Configuration
import Testing

@testable import postern

@Suite struct SSHTests {
  @Test(
    arguments: [
      ("", []), ("  \t ", []), ("token list --json", ["token", "list", "--json"]), ("a  b\tc ", ["a", "b", "c"]),
      ("'a b' c", ["a b", "c"]), ("\"a b\" c", ["a b", "c"]), ("a'b'\"c\"d", ["abcd"]), ("''", [""]),
      ("a '' b", ["a", "", "b"]),
      ("a\\ b", ["a b"]), ("\\'a\\\"", ["'a\""]), ("'a\\b'", ["a\\b"]), ("\"a\\b\"", ["a\\b"]),
      ("\"a\\\"b\\\\c\"", ["a\"b\\c"]),
      ("\"\\$HOME \\`id\\`\"", ["$HOME `id`"]), ("'$HOME `id`; x|y&z<>()#'", ["$HOME `id`; x|y&z<>()#"]),
      ("\\;", [";"]),
      ("https://x.example/?a=1", ["https://x.example/?a=1"]),
      ("a#b * ? [x] ~ {a,b} !", ["a#b", "*", "?", "[x]", "~", "{a,b}", "!"]),
      ("\"'\" '\"'", ["'", "\""]), ("ünï 漢", ["ünï", "漢"]),
    ] as [(String, [String])])
  func `a command is words as a shell would make them`(text: String, words: [String]) throws {
    #expect(try CommandWords(text).words == words)
  }

  @Test(arguments: [
    "a;b", "a; b", "a & b", "a && b", "a | b", "a > b", "a < b", "(a)", "$a", "\"$a\"", "`a`", "\"`a`\"", "# a", "a #b",
    "'a", "\"a", "\"a\\", "a\\", "a\nb", "'a\nb'", "\"a\nb\"", "a\\\nb", "a\rb", "a\u{7}", "a\u{0}b", "a\u{1B}[2J",
    "a\u{7F}", "a\u{85}b", "a\u{2028}b", "a\u{FFFD}b", String(repeating: "a", count: 65_537),
  ])
  func `what a shell would act on, and what is no line of text, is refused`(text: String) {
    #expect(throws: Failure.self) { try CommandWords(text) }
  }

  /// sshd reads the options of a line as these two steps do: first its own quotation marks, then a shell's.
  @Test(arguments: [
    "/var/lib/postern/postern.db", "/a b", "/a'b", "/a\"b", "/a\\b", "/a\\", "/a\\\"b", "/a\\\\\"", "/$HOME/`id`;&|",
    "/ünï",
    "", "'", "\"", "''", "\\'", "--database",
  ])
  func `a forced command says every path so that sshd and its shell read it back`(path: String) throws {
    let command = try ForcedCommand(words: ["/usr/bin/postern", "--database", path])
    let options = command.options
    #expect(options.hasPrefix("restrict,pty,command=\"") && options.hasSuffix("\""))
    var quoted = Substring(options.dropFirst("restrict,pty,command=".count))
    let read = try #require(Self.dequoted(&quoted))
    #expect(quoted.isEmpty, "nothing stands behind the quotation mark that ends it")
    #expect(Self.shellWords(read) == command.words)
  }

  @Test(arguments: ["/a\nb", "/a\rb", "/a\u{0}b", "/a\u{1B}b", "/a\u{7F}b", "/a\u{2028}b"])
  func `a path that would break the line is refused`(path: String) {
    #expect(throws: Failure.self) { try ForcedCommand(words: ["/usr/bin/postern", path]) }
  }

  /// A quoted value as OpenSSH's opt_dequote reads it.
  private static func dequoted(_ text: inout Substring) -> String? {
    guard text.popFirst() == "\"" else { return nil }
    var value = ""
    while let character = text.popFirst() {
      if character == "\"" { return value }
      if character == "\\", text.first == "\"", let next = text.popFirst() {
        value.append(next)
      } else {
        value.append(character)
      }
    }
    return nil
  }

  /// Words whose every special character stands in single quotation marks or behind a backslash.
  private static func shellWords(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case "\\" where !isQuoted: word = (word ?? "") + (rest.popFirst().map(String.init) ?? "")
      case " " where !isQuoted:
        word.map { words.append($0) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + [word].compactMap(\.self)
  }

  @Test(arguments: [
    ("192.0.2.7 50000 192.0.2.1 22", "192.0.2.7"), ("2001:db8::7 50000 ::1 22", "2001:db8::7"),
    ("fe80::1%eth0 1 ::1 22", "fe80::1%eth0"), ("::ffff:192.0.2.7 1 ::1 22", "::ffff:192.0.2.7"),
  ])
  func `where a client is stands first in what sshd says`(connection: String, address: String) {
    #expect(SSHClient.address(in: connection) == address)
    #expect(SSHClient(Environment(["SSH_CONNECTION": connection])).origin.description == "ssh \(address)")
  }

  @Test(arguments: [
    nil, "", " ", "evil", "UNKNOWN 65535", "1.2.3.4;id 1", "1.2.3.4\u{1B}[2J 1", "ada\u{202E}.1 1", "1.2.3.4%../x 1",
    "1%2%3.4 1",
    String(repeating: "1.", count: 50),
  ])
  func `what does not look like an address is not written down`(connection: String?) {
    #expect(SSHClient.address(in: connection) == nil)
    let variables = connection.map { ["SSH_CONNECTION": $0] } ?? [:]
    #expect(SSHClient(Environment(variables)).origin.description == "ssh unknown")
  }

  @Test(arguments: ["xterm-256color", "screen.xterm-256color", "vt100", "C.UTF-8", "de_DE.UTF-8@euro", "xterm+256"])
  func `the name of a terminal or locale is taken`(name: String) {
    #expect(SSHClient.isName(name))
  }

  @Test(arguments: [
    "", ".", "../x", "a/b", "-x", "a b", "a;b", "a\u{0}b", "ü", String(repeating: "x", count: 65), "a\nb", "$x",
  ])
  func `what is no name is not`(name: String) {
    #expect(!SSHClient.isName(name))
  }

  private func read(_ words: [String]) throws -> ArgumentReader.Request {
    try ArgumentReader(table: CommandTable.postern.overSSH, environment: Environment([:])).read(words)
  }

  @Test func `what is offered over SSH reads and writes nothing on the machine, for nobody else`() {
    let table = CommandTable.postern.overSSH
    #expect(
      Set(table.commands.map(\.name)) == [
        "token create", "token list", "token show", "token edit", "token delete", "app add", "app list", "app show",
        "app edit", "app reset-secret", "app end-secret", "app delete", "authorized list", "authorized show",
        "authorized revoke", "scope list", "ssh-key add", "ssh-key list", "ssh-key delete",
      ])
    for command in table.commands + [table.standard] {
      for name in ["user", "database", "config", "theme", "internal", "all", "token"] {
        #expect(!command.allOptions.contains { $0.long == name }, "\(command.name) --\(name)")
      }
      #expect(!command.positionals.contains { ["FILE", "SHELL", "USER"].contains($0.name) }, "\(command.name)")
    }
    #expect(table.standard.name == "tui")
  }

  @Test(arguments: [
    ["user", "list"], ["serve"], ["tui"], ["ssh-session", "--key", "1"], ["ssh-key", "authorized-keys"],
    ["token", "list", "-u", "x"],
    ["token", "list", "--user", "x"], ["token", "list", "--us=x"], ["--database", "x", "token", "list"],
    ["--user", "x"],
    ["token", "create", "-n", "x", "-i"], ["ssh-key", "add", "FILE"], ["app", "list", "--all"], ["--config=x"],
  ])
  func `what is not offered over SSH is not known there`(words: [String]) {
    #expect(throws: Failure.self) { try read(words) }
  }

  @Test(arguments: [
    ["token", "list"], ["token", "create", "-n", "x"], ["authorized", "show", "ID"], ["ssh-key", "add"], [],
  ])
  func `what is needed at the machine to say for whom is not needed over SSH`(words: [String]) throws {
    guard case .run = try read(words) else { throw Failure.failed("nothing is run") }
  }

  @Test(
    arguments: [
      (["SHA256:abc"], "SHA256:abc"), (["root", "SHA256:abc"], "SHA256:abc"), ([], nil), (["root"], nil),
      (["ssh-ed25519"], nil),
      (["ssh-ed25519", "AAAA"], nil), (["ssh-ed25519-cert-v01@openssh.com", "AAAA"], nil),
    ] as [([String], String?)])
  func `the fingerprint is what sshd says of a key`(words: [String], fingerprint: String?) {
    #expect(Command.fingerprint(in: words) == fingerprint)
  }
}
