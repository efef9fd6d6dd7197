extension Command {
  /// `postern sample`
  static let sample = Command(
    path: ["sample"], summary: "a database of made-up people, applications, tokens and grants",
    positionals: [Positional(name: "FILE", help: "the database to make")]
  ) { _ throws(Failure) in
    throw .failed("sample data is not built in yet.")
  }
}
