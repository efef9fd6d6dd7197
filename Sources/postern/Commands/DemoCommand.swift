extension Command {
  /// `postern demo`
  static let demo = Command(
    path: ["demo"], summary: "the account manager on a throw-away database with sample accounts",
    detail: "Without a terminal it walks through the main job and prints each step."
  ) { _ throws(Failure) in
    throw .failed("the demo is not built in yet.")
  }
}
