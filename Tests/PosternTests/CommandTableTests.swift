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
    for word in ["audit", "man", "ssh-session"] { #expect(!first.contains(word)) }
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
  }

  @Test func `the manual names every command, and no line is taken for an order by mistake`() {
    let page = ManualPage(table: table, version: "1.2.3").text
    for command in table.shown { #expect(page.contains(".SS postern \(command.name.replacing("-", with: "\\-"))")) }
    let orders = Set(page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix { $0 != " " } })
    #expect(orders.isSubset(of: [".\\\"", ".TH", ".SH", ".SS", ".B", ".TP", ".PP", ".EX", ".EE"]))
  }
}
