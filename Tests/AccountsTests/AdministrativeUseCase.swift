import Accounts
import Model
import Storage

/// Every use case about everybody's accounts, as it is called about one user.
enum AdministrativeUseCase: String, CaseIterable {
  case list, count, find, again, forEach, holdings, view, seeApplications, seeTokens, seeAuthorized, noteExport
  case add, disable, enable, promote, demote, setPassword, endSessions, revokeTokens, impact, delete

  func perform(by administration: Administration, on user: User, in house: House) throws(AccountError) {
    switch self {
    case .list: _ = try administration.users(house.query(.email), at: .start, limit: 9)
    case .count: _ = try administration.countUsers(house.query(.email))
    case .find: _ = try administration.user(user.email.text)
    case .again: _ = try administration.again(user)
    case .forEach: try administration.forEachUser { _ in }
    case .holdings: _ = try administration.holdings(of: user)
    case .view: try administration.noteView(of: user)
    case .seeApplications: _ = try administration.account(of: user, toSee: .applications)
    case .seeTokens: _ = try administration.account(of: user, toSee: .tokens)
    case .seeAuthorized: _ = try administration.account(of: user, toSee: .authorized)
    case .noteExport: try administration.noteExport(of: "users", rows: 1)
    case .add: _ = try administration.addUser(email: "new@b.org", username: nil, password: "long enough", role: .user)
    case .disable: try administration.disable(user)
    case .enable: try administration.enable(user)
    case .promote: try administration.setRole(.administrator, of: user)
    case .demote: try administration.setRole(.user, of: user)
    case .setPassword: try administration.setPassword("long enough", of: user)
    case .endSessions: try administration.endSessions(of: user)
    case .revokeTokens: try administration.revokeTokens(of: user)
    case .impact: _ = try administration.impact(ofDeleting: user)
    case .delete: try administration.delete(user)
    }
  }

  /// What it writes to the audit log, if anything.
  var event: AuditEvent? {
    switch self {
    case .list, .count, .find, .again, .forEach, .holdings, .impact: nil
    case .view: .userView
    case .seeApplications, .seeAuthorized: .applicationView
    case .seeTokens: .tokenView
    case .noteExport: .export
    case .add: .userCreate
    case .disable: .userDisable
    case .enable: .userEnable
    case .promote: .userPromote
    case .demote: .userDemote
    case .setPassword: .userPassword
    case .endSessions: .sessionEnd
    case .revokeTokens: .tokenRevoke
    case .delete: .userDelete
    }
  }

  /// What that line is about, when it is done to Ada.
  var target: String { self == .add ? "new@b.org" : self == .noteExport ? "users" : "ada" }

  /// Those that change something.
  static let changing = allCases.filter { ![nil, .userView, .applicationView, .tokenView, .export].contains($0.event) }
}
