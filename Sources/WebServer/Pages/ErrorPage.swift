/// The page that says what went wrong, and offers a way out.
public struct ErrorPage: PageContent {
  /// What went wrong, in a few words.
  public var title: String
  /// What it means and what to do, for people.
  public var message: String
  /// The error's code, for whoever wrote the application; empty for none.
  public var code: String
  /// More for them; empty for none.
  public var detail: String
  /// The way out: its words and its path on this server.
  public var way: (words: String, path: String)

  /// An error page.
  public init(
    title: String, message: String, code: String = "", detail: String = "",
    way: (words: String, path: String) = ("Go to your account", "/account")
  ) {
    self.title = title
    self.message = message
    self.code = code
    self.detail = detail
    self.way = way
  }

  /// What went wrong.
  public func content(of pages: Pages) -> HTML {
    let facts: [(name: String, value: HTML)] =
      (code.isEmpty ? [] : [("Error", "<code>\(code)</code>")]) + (detail.isEmpty ? [] : [("Detail", "\(detail)")])
    return """
      <p class="lead" role="alert">\(message)</p>
      \(.facts(facts))<p><a href="\(pages.path(way.path))">\(way.words)</a></p>
      """
  }
}

/// The page that says that somebody has left.
public struct SignedOutPage: PageContent {
  /// A signed-out page.
  public init() {}

  /// The title.
  public var title: String { "Signed out" }

  /// What that means.
  public func content(of pages: Pages) -> HTML {
    """
    <p class="lead" role="status">Your session on this browser is over.</p>
    <p><a href="\(pages.path("/login"))">Sign in again</a></p>
    """
  }
}
