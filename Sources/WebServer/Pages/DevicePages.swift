/// The page that asks for the code which a device shows (RFC 8628 §3.3).
public struct DeviceCodePage: PageContent {
  /// What went wrong at the last try.
  public var problem: String?
  /// The code, as typed at the last try or as it came with the address.
  public var code: String
  /// Fields that people do not see.
  public var hidden: [(name: String, value: String)]

  /// A page that asks for a code.
  public init(problem: String? = nil, code: String = "", hidden: [(name: String, value: String)]) {
    self.problem = problem
    self.code = code
    self.hidden = hidden
  }

  /// The title.
  public var title: String { "Connect a device" }

  /// The form.
  public func content(of pages: Pages) -> HTML {
    let described: HTML = problem == nil ? "hint" : "problem hint"
    return """
      \(.problem(problem))<form method="post" action="\(pages.path("/device"))">
      \(.hidden(hidden))<label for="user_code">Code</label>
      <p class="hint" id="hint">The device that you want to connect shows it. Capitals and dashes do not matter.</p>
      <input id="user_code" class="code" name="user_code" type="text" autocomplete="off" autocapitalize="characters" \
      spellcheck="false" maxlength="32" required autofocus value="\(code)" aria-describedby="\(described)">
      <div class="actions"><button class="primary">Continue</button></div>
      </form>
      """
  }
}

/// The page that shows which application a code is from, and asks (RFC 8628 §3.3, §5.4).
public struct DeviceConfirmPage: PageContent {
  /// The code, as the device shows it.
  public var code: String
  /// The application's name.
  public var application: String
  /// Who registered it: username or e-mail address.
  public var owner: String
  /// Its website.
  public var website: String
  /// What it asks for.
  public var groups: [PermissionGroup]
  /// Who is asked: username or e-mail address.
  public var user: String
  /// Fields that people do not see.
  public var hidden: [(name: String, value: String)]

  /// A page that asks about a device.
  public init(
    code: String, application: String, owner: String, website: String, groups: [PermissionGroup], user: String,
    hidden: [(name: String, value: String)]
  ) {
    self.code = code
    self.application = application
    self.owner = owner
    self.website = website
    self.groups = groups
    self.user = user
    self.hidden = hidden
  }

  /// The title.
  public var title: String { "Connect this device?" }

  /// Who asks for what, the warning, and the answer.
  public func content(of pages: Pages) -> HTML {
    """
    <p class="lead">Application <strong>\(application)</strong> by <strong>\(owner)</strong>, on a device that shows the \
    code below, wants permission to access your <strong>\(pages.siteName)</strong> account.</p>
    <p class="code" aria-label="Code">\(code)</p>
    <p class="notice warning" role="note"><strong>Did somebody send you this code?</strong> Then reject: whoever sent it \
    would get into your account. Go on only if you see the code on a device of your own.</p>
    <section aria-labelledby="permissions">
    <h2 id="permissions">Permissions</h2>
    \(.permissions(groups))</section>
    <section aria-labelledby="application">
    <h2 id="application">About the application</h2>
    \(.facts([("Name", "\(application)"), ("Website", .website(website))]))</section>
    <form method="post" action="\(pages.path("/device"))">
    \(.hidden(hidden))<p class="aside">You are signed in as <strong>\(user)</strong>.</p>
    <div class="actions">
    <button class="primary" name="confirm" value="yes">Authorize</button>
    <button name="confirm" value="no">Reject</button>
    </div>
    </form>
    """
  }
}

/// The page that says what became of a device's request.
public struct DeviceDonePage: PageContent {
  /// The application's name.
  public var application: String
  /// Whether it was let in.
  public var isApproved: Bool

  /// A page that says how it ended.
  public init(application: String, isApproved: Bool) {
    self.application = application
    self.isApproved = isApproved
  }

  /// The title.
  public var title: String { isApproved ? "Device connected" : "Device rejected" }

  /// What happens next.
  public func content(of pages: Pages) -> HTML {
    let sentence: HTML =
      isApproved
      ? "<strong>\(application)</strong> is connected. Go back to your device; you can close this page."
      : "<strong>\(application)</strong> was not let in. You can close this page."
    return "<p class=\"lead\">\(sentence)</p>\n<p><a href=\"\(pages.path("/account"))\">Your account</a></p>"
  }
}
