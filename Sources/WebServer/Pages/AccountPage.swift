/// The start page of somebody who is signed in: what there is, and the way to where it is looked after.
public struct AccountPage: PageContent {
  /// Who is signed in: username or e-mail address.
  public var user: String
  /// The e-mail address.
  public var email: String
  /// How many applications they registered.
  public var applications: Int
  /// How many personal access tokens they have.
  public var tokens: Int
  /// How many applications they let in.
  public var authorized: Int
  /// The host to reach the account manager on from elsewhere.
  public var host: String
  /// Fields of the form that signs out.
  public var signOut: [(name: String, value: String)]

  /// A start page.
  public init(
    user: String, email: String, applications: Int, tokens: Int, authorized: Int, host: String,
    signOut: [(name: String, value: String)]
  ) {
    self.user = user
    self.email = email
    self.applications = applications
    self.tokens = tokens
    self.authorized = authorized
    self.host = host
    self.signOut = signOut
  }

  /// The title.
  public var title: String { "Your account" }

  /// Who is there, and an index.
  public func content(of pages: Pages) -> HTML {
    """
    <p class="lead">You are signed in as <strong>\(user)</strong>.</p>
    \(.facts(facts))<section aria-labelledby="manager">
    <h2 id="manager">Account manager</h2>
    <p>Applications, tokens, permissions and your password are looked after in the account manager, in a terminal. On the machine itself:</p>
    <pre><code>postern</code></pre>
    <p>From elsewhere:</p>
    <pre><code>ssh postern@\(host)</code></pre>
    </section>
    <section aria-labelledby="index">
    <h2 id="index">What you can do</h2>
    <ul class="index">
    <li><strong>Applications</strong> <kbd>1</kbd><br>Register applications that use \(pages.siteName), change them, reset \
    their secrets. You have \(applications).</li>
    <li><strong>Personal access tokens</strong> <kbd>2</kbd><br>Make tokens for scripts of your own. You have \(tokens).</li>
    <li><strong>Authorized applications</strong> <kbd>3</kbd><br>See which applications you let in, and shut them out. You \
    let in \(authorized).</li>
    <li><strong>Your account</strong> <kbd>a</kbd><br>Change your password, see which browsers are signed in and end them, \
    and let SSH keys open your account.</li>
    <li><a href="\(pages.path("/device"))"><strong>Connect a device</strong></a><br>Type the code that a device shows.</li>
    </ul>
    </section>
    <form method="post" action="\(pages.path("/logout"))">
    \(.hidden(signOut))<div class="actions"><button>Sign out</button></div>
    </form>
    """
  }

  private var facts: [(name: String, value: HTML)] { user == email ? [] : [("E-mail", "\(email)")] }
}
