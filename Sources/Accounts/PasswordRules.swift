import Model

/// What a password must be, wherever one is set (NIST SP 800-63B §5.1.1.2): long enough, not about the account or the
/// house, and not among the first that anybody would try. Of what it is made nothing is asked.
public struct PasswordRules: Sendable {
  /// The fewest characters.
  public static let minimum = 8
  /// The most bytes: enough for any phrase, and hashing it stays cheap.
  public static let limit = 1024
  /// Names of fewer characters stand in words by chance.
  private static let shortestName = 3
  /// So many characters around a word that everybody tries make it no better.
  private static let trimmings = 6

  /// What may not stand in it, in small letters.
  private let names: [String]

  /// The rules for an account.
  public init(of user: User, siteName: String) {
    self.init(names: [user.email.text, user.username?.text].compactMap(\.self), siteName: siteName)
  }

  /// The rules for an account that is yet to be made.
  ///
  /// - Parameter names: its e-mail address and its username.
  init(names: [String], siteName: String) {
    // Of an address the part before the @ is the name; with it, the whole address is kept out too.
    let parts = names.map { PlainText.trimmed($0).prefix { $0 != "@" } } + [PlainText.trimmed(siteName)[...]]
    self.names = parts.map { $0.lowercased() }.filter { $0.count >= Self.shortestName }
  }

  /// What is wrong with a password: a sentence that says what to do; nothing if it will do.
  public func problem(with password: String) -> String? {
    // Bytes first: counting the characters of what is too long would take longer than hashing it.
    if password.utf8.count > Self.limit { return "Choose a password of at most \(Self.limit) bytes." }
    if password.count < Self.minimum { return "Choose a password of at least \(Self.minimum) characters." }
    let lowered = password.lowercased()
    if let name = names.first(where: lowered.contains) {
      return "Choose a password without \(PlainText.quoted(name)) in it: that is tried first."
    }
    if Self.isCommon(lowered) { return "That is one of the commonest passwords; choose one that is your own." }
    if Self.isRegular(lowered) { return "That is as easy to guess as to type; choose one that is your own." }
    return nil
  }

  /// The same as the issue of its field; empty if it will do.
  func issues(with password: String) -> [FieldIssue] {
    problem(with: password).map { [FieldIssue(.password, $0)] } ?? []
  }

  /// How well a password that keeps the rules withstands guessing, by its length: what is made up of several words is
  /// hard to guess and easy to keep in mind.
  public func strength(of password: String) -> Strength {
    if problem(with: password) != nil { return .refused }
    return switch password.count {
    case ..<12: .fair
    case ..<16: .good
    default: .strong
    }
  }

  /// How well a password withstands guessing.
  public enum Strength: String, Sendable {
    case refused, fair, good, strong
  }

  /// Whether a password, or the one word in it, is on the list.
  private static func isCommon(_ lowered: String) -> Bool {
    if CommonPasswords.all.contains(lowered) { return true }
    guard let first = lowered.firstIndex(where: \.isLetter), let last = lowered.lastIndex(where: \.isLetter) else {
      return false
    }
    let word = lowered[first...last]
    return lowered.count - word.count <= trimmings && CommonPasswords.all.contains(String(word))
  }

  /// Whether a password counts on, or says the same few characters again and again.
  private static func isRegular(_ lowered: String) -> Bool {
    let values = lowered.unicodeScalars.map { Int($0.value) }
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    if let step = steps.first, -1...1 ~= step, steps.allSatisfy({ $0 == step }) { return true }
    return (1...4).contains { period in
      values.count > period && zip(values.dropFirst(period), values).allSatisfy { $0 == $1 }
    }
  }
}
