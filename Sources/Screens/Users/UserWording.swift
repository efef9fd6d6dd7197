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
  /// - Parameters:
  ///   - reason: why it cannot be done now.
  ///   - isOnPage: whether the hint line is about them alone.
  static func offers(_ user: User, off reason: String?, isOnPage: Bool) -> [Offer] {
    let who = user.email.text
    let lock = user.isActive ? "disable" : "enable"
    let isAdministrator = user.role == .administrator
    func offer(_ action: Action, _ title: String, _ hint: String?) -> Offer {
      Offer(action, title, hint: hint, off: reason)
    }
    return [
      offer(.lock, "\(lock) \(who)", lock),
      offer(
        .role, "make \(who) \(isAdministrator ? "a user again" : "an administrator")",
        isOnPage ? (isAdministrator ? "demote" : "promote") : nil),
      offer(.delete, "delete \(who)", "delete"),
      offer(.password, "set the password of \(who)", isOnPage ? "password" : nil),
      offer(.endSessions, "sign \(who) out everywhere", isOnPage ? "sign out" : nil),
      offer(.revokeAll, "revoke all tokens of \(who)", isOnPage ? "revoke" : nil),
    ]
  }

  /// Asks before one of the offers is done.
  static func perform(_ action: Action, on user: User, _ context: inout Context, leavingPage: Bool) {
    switch action {
    case .lock: user.isActive ? UserQuestions.disabling(user, &context) : UserQuestions.enabling(user, &context)
    case .role: UserQuestions.role(of: user, &context)
    case .password where user.id == context.desk.account?.user.id:
      context.say(.note(Administration.ownPasswordRefusal))
    case .password: context.ask(.push(UserPasswordForm(user)))
    case .endSessions: UserQuestions.signOut(of: user, &context)
    case .revokeAll: UserQuestions.revocation(of: user, &context)
    case .delete: UserQuestions.deletion(of: user, &context, leavingPage: leavingPage)
    default: break
    }
  }
}
