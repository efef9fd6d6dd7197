import Model
import Storage

extension AccountError {
  /// One sentence for the person who asked: what is wrong, and what to do.
  public var sentence: String {
    switch self {
    case .invalid(let failure): failure.issues.map(\.message).joined(separator: " ")
    case .notFound(let subject): "No \(subject.words) was found; it may have been deleted meanwhile."
    case .wrongCredentials(0): "Wrong e-mail or password. No tries left; wait a minute."
    case .wrongCredentials(let left): "Wrong e-mail or password. \(Self.tries(left)) left."
    case .throttled(let seconds): "Too many attempts; try again in \(Self.wait(seconds))."
    case .refused(let reason): reason
    case .signedOut: "This account was disabled; ask an administrator."
    case .storage(let error): error.sentence
    }
  }

  private static func tries(_ count: Int) -> String {
    count == 1 ? "1 try" : "\(count) tries"
  }

  private static func wait(_ seconds: Int) -> String {
    seconds < 120 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
  }
}

extension AccountError.Subject {
  fileprivate var words: String {
    switch self {
    case .application(let key): "application \"\(key)\""
    case .token(let key): "token \"\(key)\""
    case .grant(let key): "authorized application \"\(key)\""
    case .user(let key): "user \"\(key)\""
    }
  }
}

extension StorageError {
  /// One sentence for the person who asked: what is wrong, and what to do.
  public var sentence: String {
    switch self {
    case .missing(let path): "No database at \(path); make one with \"postern init\"."
    case .notADatabase(let path): "\(path) is not a Postern database; choose another path with --database."
    case .newer(let path, let version, let known):
      "\(path) was written by a newer Postern (schema \(version), this one knows \(known)); upgrade Postern."
    case .notPrivate(let path, let mode):
      "Others can write \(path) (mode \(mode)); run \"chmod go-w \(path)\" and try again."
    case .cannotOpen(let path, let reason): "Cannot open \(path): \(reason)."
    case .readOnly: "The database is read-only; check the permissions of its file and folder."
    case .busy: "Another program is writing the database; try again in a moment."
    case .full: "The disk is full; nothing was changed. Make room and try again."
    case .interrupted: "The search was interrupted."
    case .corrupt: "The database file is damaged; run \"postern check\" and restore a backup."
    case .notFound: "It was not found; it may have been deleted meanwhile."
    case .duplicate(.name): "You already have a token of that name; choose another."
    case .duplicate(.email): "There is already an account with that e-mail address."
    case .duplicate(.username): "There is already an account with that username."
    case .duplicate(let field): "That \(field.rawValue) is already taken."
    case .lastAdministrator: "This is the last active administrator; promote somebody else first."
    case .failed(let code, let message): "The database failed (SQLite \(code): \(message)); run \"postern check\"."
    }
  }
}
