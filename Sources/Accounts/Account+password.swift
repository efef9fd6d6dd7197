import Cryptography
import FoundationEssentials
import Model
import Storage

extension Account {
  /// What a new password of this account must be.
  public var passwordRules: PasswordRules { PasswordRules(of: user, siteName: accounts.settings.siteName) }

  /// Why whoever acts here cannot change the password by giving the present one; nothing for the owner.
  public var passwordRefusal: String? {
    switch actor {
    case .person: nil
    case .administrator: "Only \(user.label) can change it here; an administrator sets another among the users."
    case .operator: "Only \(user.label) can change it here; the operator sets another with \"postern user password\"."
    }
  }

  /// How many live tokens applications hold for this account: what ``changePassword(from:to:endingTokens:)`` can end.
  public func countApplicationTokens() throws(AccountError) -> Int {
    let now = now
    return try perform { () throws(StorageError) in try store.countTokensOfApplications(for: user.id, at: now) }
  }

  /// Changes the owner's password; every browser that is signed in is out at its next request. Takes as long as hashing
  /// two passwords does.
  ///
  /// Wrong passwords are counted and recorded, as at sign-in: whoever finds a terminal that was left open may guess
  /// five times a minute. An administrator or the operator in the owner's place is refused: they set passwords otherwise.
  /// - Parameters:
  ///   - old: the password as it is now.
  ///   - new: the one to come, which keeps to ``passwordRules``.
  ///   - endingTokens: whether the tokens that applications hold for this account end too. Personal tokens stay.
  /// - Throws: ``AccountError/invalid(_:)`` with issues of `.currentPassword` and `.password`,
  ///   ``AccountError/throttled(seconds:)``, ``AccountError/refused(reason:)``.
  public func changePassword(
    from old: String, to new: String, endingTokens: Bool = false
  ) throws(AccountError) -> PasswordChange {
    let user = try requireActive()
    if let passwordRefusal { throw .refused(reason: passwordRefusal) }
    if let failure = ValidationFailure(issues(changing: old, to: new)) { throw .invalid(failure) }
    let limit = SignInLimits.passwordChange(of: user)
    let now = now
    switch try storage({ () throws(StorageError) in try store.admitSignIn([limit], at: now) }) {
    case .refused(let seconds):
      try note(.passwordChange, on: user.label, outcome: .refused, detail: "too many attempts")
      throw .throttled(seconds: seconds)
    case .admitted(let left):
      let stored = try storage { () throws(StorageError) in try store.passwordHash(of: user.id) }
      if let stored, PasswordHash.verify(old, against: stored),
        let change = try replace(stored, by: new, endingTokens: endingTokens, clearing: limit)
      {
        return change
      }
      try note(.passwordChange, on: user.label, outcome: .refused)
      throw .invalid(
        ValidationFailure(FieldIssue(.currentPassword, "That is not your password. \(AccountError.tries(left))")))
    }
  }

  /// What can be said against a change before the present password is looked at; empty if nothing.
  public func issues(changing old: String, to new: String) -> [FieldIssue] {
    let given = old.isEmpty ? [FieldIssue(.currentPassword, "Enter the password that you have now.")] : []
    if old == new, !old.isEmpty {
      return [FieldIssue(.password, "That is the password that you have; choose another.")]
    }
    return given + passwordRules.issues(with: new)
  }

  /// Stores the new password; nothing when the old one was replaced, or the account disabled, while it was looked at.
  private func replace(
    _ stored: String, by new: String, endingTokens: Bool, clearing limit: SignInThrottle
  ) throws(AccountError) -> PasswordChange? {
    let hash = PasswordHash.make(new, cost: accounts.settings.passwordCost, random: accounts.surroundings.random)
    let audit = audit(
      .passwordChange, on: user.label, detail: endingTokens ? "with what applications held" : "")
    do throws(StorageError) {
      return try store.changePassword(
        of: user.id, by: stored, to: hash, endingTokens: endingTokens, clearing: limit, at: audit.at, audit: audit)
    } catch .notFound {
      try requireActive()
      return nil
    } catch {
      throw .storage(error)
    }
  }
}
