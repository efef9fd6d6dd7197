/// The page that asks whether an application may have what it asks for.
public struct ConsentPage: PageContent {
  /// The application's name.
  public var application: String
  /// Its description; may be empty.
  public var description: String
  /// Its website.
  public var website: String
  /// Who registered it: username or e-mail address.
  public var owner: String
  /// How many users let it in already.
  public var userCount: Int
  /// What it asks for.
  public var groups: [PermissionGroup]
  /// Who is asked: username or e-mail address.
  public var user: String
  /// Where the answer goes, as far as people should know: the scheme and host of the redirect URI.
  public var destination: String
  /// Fields that people do not see: the request and the anti-forgery field.
  public var hidden: [(name: String, value: String)]
  /// Fields of the form that signs out, for who is somebody else; without them it is not offered.
  public var signOut: [(name: String, value: String)]?

  /// A consent page.
  public init(
    application: String, description: String, website: String, owner: String, userCount: Int,
    groups: [PermissionGroup], user: String, destination: String, hidden: [(name: String, value: String)],
    signOut: [(name: String, value: String)]? = nil
  ) {
    self.application = application
    self.description = description
    self.website = website
    self.owner = owner
    self.userCount = userCount
    self.groups = groups
    self.user = user
    self.destination = destination
    self.hidden = hidden
    self.signOut = signOut
  }

  /// The title.
  public var title: String { "Authorize application" }

  /// Who asks for what, and the answer.
  public func content(of pages: Pages) -> HTML {
    """
    <p class="lead">Application <strong>\(application)</strong> by <strong>\(owner)</strong> wants permission to access \
    your <strong>\(pages.siteName)</strong> account.</p>
    <section aria-labelledby="permissions">
    <h2 id="permissions">Permissions</h2>
    \(.permissions(groups))</section>
    <section aria-labelledby="application">
    <h2 id="application">About the application</h2>
    \(.facts(facts))</section>
    <form method="post" action="\(pages.path("/oauth/authorize"))">
    \(.hidden(hidden))<p class="aside">The answer goes to <strong>\(destination)</strong>. You can take the permission \
    back at any time.</p>
    <div class="actions">
    <button class="primary" name="confirm" value="yes">Authorize</button>
    <button name="confirm" value="no">Reject</button>
    </div>
    </form>
    \(signedIn(pages))
    """
  }

  private var facts: [(name: String, value: HTML)] {
    let first: [(name: String, value: HTML)] = [("Name", "\(application)")]
    let said: [(name: String, value: HTML)] = description.isEmpty ? [] : [("Description", "\(description)")]
    return first + said + [("Website", .website(website)), ("Used by", .count(userCount, "user"))]
  }

  private func signedIn(_ pages: Pages) -> HTML {
    guard let signOut else { return "<p class=\"aside\">You are signed in as <strong>\(user)</strong>.</p>" }
    return """
      <form class="aside" method="post" action="\(pages.path("/logout"))">
      \(.hidden(signOut))<p>You are signed in as <strong>\(user)</strong>. <button class="link">Not you? Sign out</button></p>
      </form>
      """
  }
}
