import Model

/// Who acts: the person whose account it is, an administrator in their place, or the operator at the machine.
public enum Actor: Sendable, Equatable {
  /// Somebody who signed in.
  case person(User)
  /// An administrator who signed in, acting on what belongs to others.
  case administrator(User)
  /// Whoever may write the database file, by their name on the system.
  case `operator`(name: String)

  /// The actor in the words of the audit log.
  var label: String {
    switch self {
    case .person(let user), .administrator(let user): user.label
    case .operator(let name): "operator \(name)"
    }
  }

  /// The actor's number, if they are a user.
  var id: Identifier<User>? {
    switch self {
    case .person(let user), .administrator(let user): user.id
    case .operator: nil
    }
  }
}
