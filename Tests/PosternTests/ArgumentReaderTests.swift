import Configuration
import Testing

@testable import postern

@Suite struct ArgumentReaderTests {
  private func read(_ words: [String]) throws -> ArgumentReader.Request {
    try ArgumentReader(table: .postern, environment: Environment([:])).read(words)
  }

  /// The command that a command line runs, its values and words.
  private func run(_ words: [String]) throws -> (name: String, invocation: Invocation) {
    guard case .run(let command, let invocation) = try read(words) else { throw Failure.failed("nothing is run") }
    return (command.name, invocation)
  }

  @Test func `without a command the account manager opens`() throws {
    #expect(try run([]).name == "tui")
    let (name, invocation) = try run(["--user", "ada", "--database", "x.db"])
    #expect(name == "tui")
    #expect(invocation.value(.user) == "ada")
    #expect(invocation.value(.database) == "x.db")
  }

  @Test(arguments: [
    ["--database", "x.db", "user", "list", "--json"], ["user", "list", "--json", "--database=x.db"],
    ["user", "list", "--js", "--data", "x.db"],
  ])
  func `options that every command takes may stand anywhere`(words: [String]) throws {
    let (name, invocation) = try run(words)
    #expect(name == "user list")
    #expect(invocation.has(.json))
    #expect(invocation.value(.database) == "x.db")
  }

  @Test func `options and words may be mixed, and two hyphens end the options`() throws {
    #expect(try run(["app", "show", "ID", "--json"]).invocation.words == ["ID"])
    #expect(try run(["app", "show", "--json", "--", "-ID"]).invocation.words == ["-ID"])
  }

  @Test func `an option may be repeated where that means something`() throws {
    let (_, invocation) = try run(["token", "create", "-n", "ci", "-uada", "-s", "a", "--scope=b c"])
    #expect(invocation.scopes == ["a", "b", "c"])
    #expect(invocation.value(.name) == "ci")
    #expect(invocation.value(.user) == "ada")
  }

  @Test func `a user may be named by word or option`() throws {
    #expect(try run(["user", "show", "ada"]).invocation.words == ["ada"])
    #expect(try run(["user", "show", "--user", "ada"]).invocation.words == ["ada"])
  }

  @Test(arguments: [
    ([String](["--help"]), [String]()), (["-h"], []), (["user", "--help"], ["user"]), (["--help", "user"], ["user"]),
    (["user", "add", "--help"], ["user", "add"]), (["user", "add", "-h", "--email", "x"], ["user", "add"]),
  ])
  func `help is found for what is named`(words: [String], path: [String]) throws {
    guard case .help(let found) = try read(words) else {
      Issue.record("no help")
      return
    }
    #expect(found == path)
  }

  @Test(arguments: [
    (["usr", "list"], "unknown command \"usr\"; did you mean \"postern user\"?"),
    (["user", "lst"], "unknown command \"lst\"; did you mean \"postern user list\"?"),
    (["zzz"], "unknown command \"zzz\"; there is tui, demo, serve, init,"),
    (["audits", "add"], "unknown command \"audits\""),
    (["user"], "\"postern user\" needs one of: add, list,"),
    (["user", "list", "--jsn"], "unknown option --jsn; did you mean --json?"),
    (["user", "list", "--zzz=secret"], "unknown option --zzz."),
    (["user", "list", "-z"], "unknown option -z."),
    (["user", "list", "--json=yes"], "--json takes no value."),
    (["user", "list", "--database"], "--database needs a value: --database URL."),
    (["user", "list", "--database", "a", "--database", "b"], "--database is given twice."),
    (["--database", "a", "user", "list", "--database", "b"], "--database is given twice."),
    (["user", "add"], "--email is missing."),
    (["app", "show"], "CLIENT_ID is missing."),
    (["app", "show", "a", "b"], "unexpected \"b\"."),
    (["user", "list", "ada"], "unexpected \"ada\"."),
    (["user", "show", "ada", "--user", "eve"], "USER is given twice."),
    (["--user", "ada", "user", "list"], "\"postern user list\" takes no option --user."),
    (["token", "delete", "--token=psp_abc"], "--token takes no value."),
    (["token", "delete", "psp_abcdef"], "unexpected word (a secret never belongs on the command line)."),
    (["psp_abcdef"], "unknown command word (a secret never belongs on the command line);"),
  ])
  func `a wrong command line is refused with the mend`(words: [String], sentence: String) throws {
    let failure = try #require(throws: Failure.self) { try read(words) }
    #expect(failure.status == .usage)
    #expect(failure.help != nil)
    #expect(failure.lines.count == 1)
    #expect(failure.lines[0].hasPrefix(sentence), "\(failure.lines)")
    #expect(!failure.lines[0].contains("psp_"))
  }

  @Test func `a number out of range is refused`() throws {
    let option = CommandOption(long: "users", value: "N", help: "how many")
    let invocation = Invocation(values: ["users": ["x"]], words: [], environment: Environment([:]))
    let failure = try #require(throws: Failure.self) { _ = try invocation.number(option, in: 1...9) }
    #expect(failure.lines == ["--users must be a whole number from 1 to 9, not \"x\"."])
  }
}
