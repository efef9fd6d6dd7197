import Model

/// The screens that have a tab.
enum Tab: Int, CaseIterable, Sendable {
  case applications = 1
  case tokens, authorized, users, clients, audit

  /// The tabs of whoever is signed in: those about everybody are for administrators.
  static func all(for user: User) -> [Tab] {
    allCases.filter { user.role == .administrator || !$0.isAdministrative }
  }

  /// Whether it shows what belongs to others.
  var isAdministrative: Bool { rawValue >= Tab.users.rawValue }

  var title: String {
    switch self {
    case .applications: "Applications"
    case .tokens: "Tokens"
    case .authorized: "Authorized"
    case .users: "Users"
    case .clients: "Clients"
    case .audit: "Audit"
    }
  }

  /// For narrow terminals.
  var shortTitle: String {
    switch self {
    case .applications: "Apps"
    case .tokens: "Tokens"
    case .authorized: "Auth"
    case .users: "Users"
    case .clients: "Clients"
    case .audit: "Audit"
    }
  }

  var action: Action {
    switch self {
    case .applications: .applications
    case .tokens: .tokens
    case .authorized: .authorized
    case .users: .users
    case .clients: .clients
    case .audit: .audit
    }
  }
}
