import Accounts
import Model
import Storage
import TestSupport

/// Who may do what: every use case, and what becomes of it by who asks.
///
/// The rooms above have no rights to give: what OAuth and the web server do for somebody, they do for who signed in at
/// this door, or for a client that authenticated. A use case that the room declares and no row names fails ``AuthorizationTests``.
enum AuthorizationTable {
  /// What becomes of a use case.
  enum Outcome: Sendable {
    /// It is done.
    case done
    /// It is done on the asker's own things, of which there are none; the owner's are as they were.
    case own
    /// There is no such thing, as far as the asker can learn.
    case missing
    /// It is refused.
    case refused
    /// The asker is out.
    case out
  }

  /// Who asks.
  enum Asker: CaseIterable, Sendable {
    /// Somebody whose account was deleted: nobody else has an account in hand without having signed in.
    case nobody
    /// Somebody else who signed in.
    case other
    /// Whose things they are.
    case owner
    /// An administrator; for what belongs to accounts, in the owner's place.
    case administrator
    /// The owner, or for what administrators do an administrator, once disabled.
    case disabled
    /// Whoever may write the database file, in the owner's place.
    case `operator`
  }

  /// What is called, through the door that leads to it.
  enum Call: Sendable {
    case account(@Sendable (Account, AuthorizationScene) throws -> Void)
    case administration(@Sendable (Administration, AuthorizationScene) throws -> Void)
  }

  struct Row: Sendable {
    /// As the sources declare it.
    let useCase: String
    let expected: [Asker: Outcome]
    let call: Call
  }

  static let rows = accountRows + administrationRows

  /// Use cases that find out who asks, or that the server makes for whoever asks it; they have tests of their own.
  static let frontDoor: Set<String> = [
    "Accounts.signIn(as:password:from:network:)", "Accounts.signIn(by:from:)",
    "Accounts.signIn(as:certificate:from:)", "Accounts.authorizedKey(fingerprint:)",
    "Accounts.forEachAuthorizedKey(_:)", "Accounts.principal(of:)", "Accounts.operate(as:by:from:)",
    "Accounts.command(as:by:from:)", "Accounts.administration(by:from:)",
    "Accounts.openSession(for:in:replacing:lifetime:)",
    "Accounts.visit(with:from:)", "Accounts.remember(_:)", "Accounts.end(_:)", "Accounts.signingKeys()",
    "Accounts.makeSigningKey(_:)",
  ]

  /// Functions that ask the database for nothing and change nothing.
  static let harmless: Set<String> = [
    "Account.on(_:)", "Account.renewed()", "Account.issues(changing:to:)", "Administration.account(of:)",
    "Account.signOut()", "Account.noteRefusal(to:)",
  ]

  /// A row for what belongs to an account.
  static func own(
    _ useCase: String, other: Outcome, owner: Outcome = .done, administrator: Outcome = .done,
    operator: Outcome = .done,
    _ call: @escaping @Sendable (Account, AuthorizationScene) throws -> Void
  ) -> Row {
    Row(
      useCase: "Account." + useCase,
      expected: [
        .nobody: .out, .other: other, .owner: owner, .administrator: administrator, .disabled: .out,
        .operator: `operator`,
      ],
      call: .account(call))
  }

  /// A row for what administrators do.
  static func administrators(
    _ useCase: String, _ call: @escaping @Sendable (Administration, AuthorizationScene) throws -> Void
  ) -> Row {
    Row(
      useCase: "Administration." + useCase,
      expected: [
        .nobody: .out, .other: .refused, .owner: .refused, .administrator: .done, .disabled: .out, .operator: .done,
      ],
      call: .administration(call))
  }
}
