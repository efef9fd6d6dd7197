import Testing

@testable import postern

@Suite struct CommandTableTests {
  private let table = CommandTable.postern

  @Test func `every command has a name of its own and a summary without a full stop`() {
    #expect(Set(table.commands.map(\.name)).count == table.commands.count)
    for command in table.commands {
      #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."), "\(command.name)")
    }
  }

  @Test func `every first word of two has a summary`() {
    for command in table.commands where command.path.count == 2 {
      #expect(table.groups.contains { $0.name == command.path[0] }, "\(command.name)")
    }
  }

  @Test func `no two options of a command are written alike`() {
    for command in table.commands {
      let longs = command.allOptions.map(\.long)
      let shorts = command.allOptions.compactMap(\.short)
      #expect(Set(longs).count == longs.count, "\(command.name)")
      #expect(Set(shorts).count == shorts.count, "\(command.name)")
    }
  }

  @Test func `what is not built yet is not offered`() {
    let first = table.firstWords.map(\.name)
    for word in ["man", "ssh-session"] { #expect(!first.contains(word)) }
  }

  @Test func `no option takes a secret`() {
    for option in table.commands.flatMap(\.allOptions) where ["password", "token", "secret"].contains(option.long) {
      #expect(option.value == nil, "--\(option.long)")
    }
  }

  @Test func `help fits into 80 columns and names every option`() {
    for command in table.commands {
      let page = Help(table: table).page(for: command.path)
      for option in command.allOptions { #expect(page.contains("--\(option.long)")) }
      let prose = page.split(separator: "\n").filter { !$0.hasPrefix("Usage:") && !$0.hasPrefix("  postern ") }
      #expect(prose.allSatisfy { $0.count <= 80 }, "\(command.name)")
    }
    let overview = Help(table: table).page(for: [])
    for word in table.firstWords { #expect(overview.contains("\n  \(word.name) ")) }
  }

  @Test(arguments: Shell.allCases)
  func `completions know every command and option`(shell: Shell) {
    let script = shell.script(table)
    for command in table.shown { #expect(script.contains(command.path.last ?? "")) }
    for option in table.shown.flatMap(\.allOptions) { #expect(script.contains(option.long)) }
    // What is typed is never run, nor is what comes from the database.
    #expect(!script.contains("eval"))
  }

  @Test func `users, clients, tokens and scopes are completed wherever they can stand`() {
    for command in table.shown {
      for option in command.allOptions {
        switch option.value {
        case "USER": #expect(option.subject == .users, "\(command.name)")
        case "SCOPE": #expect(option.subject == .scopes, "\(command.name)")
        case "FILE": #expect(option.subject == .files, "\(command.name)")
        default: break
        }
      }
      for word in command.positionals where word.name == "CLIENT_ID" { #expect(word.subject != nil, "\(command.name)") }
    }
    #expect(Command.tokenShow.allOptions.first { $0.long == "name" }?.subject == .tokens)
    #expect(Command.tokenCreate.allOptions.first { $0.long == "name" }?.subject == nil)
    #expect(Command.authorizedShow.positionals.map(\.subject) == [.authorized])
  }

  @Test func `the manual names every command, and no line is taken for an order by mistake`() {
    let pages = Manual(table: table, version: "1.2.3").pages
    for command in table.shown {
      let page = pages.first { $0.name == "postern-\(command.path[0])" }
      #expect(page?.text.contains(Roff.text("postern \(command.name)")) == true, "\(command.name)")
      for option in command.allOptions { #expect(page?.text.contains(Roff.text("--\(option.long)")) == true) }
    }
    #expect(Set(pages.map(\.file)).count == table.firstWords.count + 2)
    let known = [
      ".\\\"", ".TH", ".SH", ".SS", ".B", ".BR", ".TP", ".PP", ".EX", ".EE", ".RS", ".RE",
    ]
    for page in pages {
      let orders = page.text.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
      #expect(Set(orders.map { String($0.prefix { $0 != " " }) }).isSubset(of: known), "\(page.file)")
    }
  }

  @Test(arguments: [
    (".order", "\\&.order"), ("'order", "\\&'order"), ("a\\b", "a\\eb"), ("--x", "\\-\\-x"), ("a…", "a..."),
    ("…", "\\&..."),
    ("é", "\\[u00E9]"),
  ])
  func `text in the manual is text`(text: String, source: String) {
    #expect(Roff.text(text) == source)
  }
}
