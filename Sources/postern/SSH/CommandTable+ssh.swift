extension CommandTable {
  /// The commands that people run over SSH, on what is theirs.
  var overSSH: CommandTable {
    let offered = commands.filter(\.isOverSSH).map(\.withoutLocalOptions)
    return CommandTable(
      commands: offered, groups: groups.filter { group in offered.contains { $0.path[0] == group.name } },
      standard: .accountManagerOverSSH)
  }

  /// Reads words and does what they say.
  ///
  /// - Parameter opened: the house of somebody who came in over SSH.
  @MainActor
  func perform(_ words: [String], opened: House? = nil) throws(Failure) {
    switch try ArgumentReader(table: self, environment: .process, opened: opened).read(words) {
    case .run(let command, let invocation):
      do throws(Failure) {
        try command.run(invocation)
      } catch {
        // The page of the command that ran, where none was named.
        throw Failure(error.status, error.lines, help: error.help.map { $0.isEmpty ? command.path : $0 })
      }
    case .help(let path): try Console.print(Help(table: self).page(for: path))
    case .version: try Console.print("postern \(Postern.version)")
    }
  }
}
