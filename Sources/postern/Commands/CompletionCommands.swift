import Model

extension Command {
  /// `postern completion`
  static let completion: Command = Command(
    path: ["completion"], summary: "print a script that completes command lines",
    positionals: [Positional(name: "SHELL", help: "bash, zsh or fish", choices: Shell.allCases.map(\.rawValue))],
    examples: ["source <(postern completion bash)"]
  ) { invocation throws(Failure) in
    let name = invocation.words[0]
    guard let shell = Shell(rawValue: name) else {
      throw .usage("the shell must be bash, zsh or fish, not \(PlainText.quoted(name)).")
    }
    try Console.print(shell.script(.postern))
  }

  /// `postern man`: the manual page's source, for the package.
  static let manual: Command = Command(
    path: ["man"], summary: "print the manual page", isHidden: true
  ) { _ throws(Failure) in
    try Console.print(ManualPage(table: .postern, version: Postern.version).text)
  }
}
