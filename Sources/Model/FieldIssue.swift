/// A field of a form or an option of a command, by the name its errors are filed under.
public enum Field: String, Sendable, CaseIterable {
  case name, description, website, redirectURIs, clientType, scopes, expiry, email, username, password, confirmation
  case currentPassword, sshKey, filter, owner
}

/// What is wrong with one field: one sentence that says what to enter instead.
public struct FieldIssue: Sendable, Equatable {
  /// The field it concerns.
  public let field: Field
  /// A sentence for the person who typed it; holds no control characters.
  public let message: String

  /// Pairs a field with what is wrong with it.
  public init(_ field: Field, _ message: String) {
    self.field = field
    self.message = message
  }
}

/// Input that breaks the rules: every issue at once, in the order of the form, never none.
public struct ValidationFailure: Error, Sendable, Equatable {
  /// What is wrong, in the order of the form's fields.
  public let issues: [FieldIssue]

  /// A failure of one or more fields.
  public init(_ first: FieldIssue, _ others: [FieldIssue] = []) {
    issues = [first] + others
  }

  /// A failure when there is at least one issue, else nothing.
  public init?(_ issues: [FieldIssue]) {
    guard !issues.isEmpty else { return nil }
    self.issues = issues
  }

  /// What is wrong with one field, if anything.
  public func message(for field: Field) -> String? {
    issues.first { $0.field == field }?.message
  }
}
