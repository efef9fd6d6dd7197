/// What somebody typed into the application form, unchecked.
public struct ClientDraft: Sendable, Equatable {
  /// The name as typed.
  public var name: String
  /// The description as typed.
  public var description: String
  /// The website as typed.
  public var website: String
  /// The redirect URIs as typed, one a line.
  public var redirectURIs: String
  /// The chosen type.
  public var type: ClientType

  /// An empty form, or one that was filled in.
  public init(
    name: String = "", description: String = "", website: String = "", redirectURIs: String = "",
    type: ClientType = .confidential
  ) {
    self.name = name
    self.description = description
    self.website = website
    self.redirectURIs = redirectURIs
    self.type = type
  }

  /// The form as it stands for a registered client.
  public init(_ profile: ClientProfile) {
    self.init(
      name: profile.name.text, description: profile.description, website: profile.website.text,
      redirectURIs: profile.redirectURIs.map(\.text).joined(separator: "\n"), type: profile.type)
  }
}

/// What an application says of itself, checked: shown to users before they let it in.
public struct ClientProfile: Sendable, Equatable {
  /// The most characters of a description.
  public static let descriptionLimit = 1000
  /// The most redirect URIs that one client may register.
  public static let redirectURILimit = 50

  /// Shown to users.
  public let name: Name
  /// Free text, shown to users; may be empty, may have several lines.
  public let description: String
  /// Shown to users.
  public let website: WebsiteURL
  /// Where answers may go; never empty, the first is the default.
  public let redirectURIs: [RedirectURI]
  /// Whether it can keep a secret.
  public let type: ClientType

  /// A profile as read from storage.
  public init(
    name: Name, description: String, website: WebsiteURL, redirectURIs: [RedirectURI], type: ClientType
  ) {
    self.name = name
    self.description = description
    self.website = website
    self.redirectURIs = redirectURIs
    self.type = type
  }

  /// Checks a form and says everything that is wrong with it at once.
  ///
  /// - Throws: one issue a field, in the order of the form.
  public init(validating draft: ClientDraft) throws(ValidationFailure) {
    var issues: [FieldIssue] = []
    func checked<Value>(_ check: () throws(ValidationFailure) -> Value) -> Value? {
      do {
        return try check()
      } catch {
        issues += error.issues
        return nil
      }
    }
    let name = checked { () throws(ValidationFailure) in try Name(validating: draft.name) }
    let description = PlainText.trimmed(PlainText.withPlainLines(draft.description))
    if let problem = PlainText.problem(
      in: description, label: "Description", limit: Self.descriptionLimit, multiline: true)
    {
      issues.append(FieldIssue(.description, problem))
    }
    let website = checked { () throws(ValidationFailure) in try WebsiteURL(validating: draft.website) }
    let redirectURIs = checked { () throws(ValidationFailure) in try RedirectURI.list(validating: draft.redirectURIs) }
    guard issues.isEmpty, let name, let website, let redirectURIs else {
      throw ValidationFailure(issues) ?? ValidationFailure(FieldIssue(.name, "Enter a name."))
    }
    self.init(
      name: name, description: description, website: website, redirectURIs: redirectURIs, type: draft.type)
  }
}
