/// Numbers for pages.
@MainActor
enum Pages {
  private static var last = 0

  /// A number that no other page has.
  static func next() -> PageID {
    last += 1
    return last
  }
}
