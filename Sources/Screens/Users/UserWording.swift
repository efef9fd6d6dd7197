import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// What screens say about users, wherever they say it, and what administrators can do with them.
@MainActor
enum UserWording {
  /// A count of a list's row: "99+" for what was counted no further.
  static func capped(_ count: Int, width: Int = 0) -> String {
    let text = count < UserSummary.cap ? String(count) : "\(UserSummary.cap - 1)+"
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Who somebody is, beside their e-mail address.
  static func facts(of user: User, _ desk: Desk) -> [DetailLine] {
    var lines: [DetailLine] = []
    if let name = user.username { lines.append(DetailLine("Username", name.text, copies: name.text)) }
    lines.append(DetailLine("Role", user.role.rawValue, role: user.role == .administrator ? .badgeWarn : .text))
    if let since = user.disabledAt {
      lines.append(DetailLine("State", "disabled \(RelativeTime.past(since, now: desk.now))", role: .badgeDanger))
    } else {
      lines.append(DetailLine("State", "active"))
    }
    return lines + [
      DetailLine("Created", CalendarDay(containing: user.createdAt).description),
      DetailLine("Last seen", RelativeTime.past(user.lastSeenAt, now: desk.now)),
    ]
  }

  /// What can be done with somebody.
  ///
  /// - Parameter reason: why it cannot be done now.
  static func offers(_ user: User, off reason: String?, isOnPage: Bool) -> [Offer] {
    let who = isOnPage ? "" : " \(user.email)"
    let isAdministrator = user.role == .administrator
    let lock = user.isActive ? "disable" : "enable"
    let role =
      isAdministrator
      ? "make\(who.isEmpty ? " them" : who) a user again" : "make\(who.isEmpty ? " them" : who) an administrator"
    return [
      Offer(.lock, "\(lock)\(who.isEmpty ? " the account" : who)", hint: lock, off: reason),
      Offer(.role, role, hint: isAdministrator ? "demote" : "promote", off: reason),
      Offer(.delete, "delete\(who.isEmpty ? " the account" : who)", hint: "delete", off: reason),
      Offer(
        .password, "set the password\(who.isEmpty ? "" : " of\(who)")", hint: isOnPage ? "password" : nil, off: reason),
      Offer(
        .endSessions, "sign\(who.isEmpty ? " them" : who) out everywhere", hint: isOnPage ? "sign out" : nil,
        off: reason),
      Offer(
        .revokeAll, "revoke all tokens\(who.isEmpty ? "" : " of\(who)")", hint: isOnPage ? "revoke" : nil, off: reason),
    ]
  }

  /// Asks before one of the offers is done.
  static func perform(_ action: Action, on user: User, _ context: inout Context, leavingPage: Bool) {
    switch action {
    case .lock: user.isActive ? UserQuestions.disabling(user, &context) : UserQuestions.enabling(user, &context)
    case .role: UserQuestions.role(of: user, &context)
    case .password: context.ask(.push(UserPasswordForm(user)))
    case .endSessions: UserQuestions.signOut(of: user, &context)
    case .revokeAll: UserQuestions.revocation(of: user, &context)
    case .delete: UserQuestions.deletion(of: user, &context, leavingPage: leavingPage)
    default: break
    }
  }
}
