/// The page that asks who is there.
public struct SignInPage: PageContent {
  /// What went wrong at the last try.
  public var problem: String?
  /// The e-mail address or username, as typed at the last try.
  public var email: String
  /// Fields that people do not see: anti-forgery and where to go on.
  public var hidden: [(name: String, value: String)]

  /// A sign-in page.
  public init(problem: String? = nil, email: String = "", hidden: [(name: String, value: String)]) {
    self.problem = problem
    self.email = email
    self.hidden = hidden
  }

  /// The title.
  public var title: String { "Sign in" }

  /// The form.
  public func content(of pages: Pages) -> HTML {
    let described: HTML = problem == nil ? "" : " aria-describedby=\"problem\""
    // Whoever comes back after a mistake goes on with the password.
    let (first, second): (HTML, HTML) = email.isEmpty ? (" autofocus", "") : ("", " autofocus")
    return """
      \(.problem(problem))<form method="post" action="\(pages.path("/login"))">
      \(.hidden(hidden))<label for="email">E-mail or username</label>
      <input id="email" name="email" type="text" inputmode="email" autocomplete="username" autocapitalize="none" \
      spellcheck="false" maxlength="254" required value="\(email)"\(described)\(first)>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" \
      required\(described)\(second)>
      <div class="actions"><button class="primary">Sign in</button></div>
      </form>
      """
  }
}
