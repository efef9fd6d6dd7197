import Model
import Storage

extension AccountError {
  /// One sentence for the person who asked: what is wrong, and what to do.
  public var sentence: String {
    switch self {
    case .invalid(let failure): failure.issues.map(\.message).joined(separator: " ")
    case .notFound(let subject): "No \(subject.words) was found; check the spelling, or it was deleted meanwhile."
    case .wrongCredentials(let left): "Wrong e-mail or password. \(Self.tries(left))"
    case .throttled(let seconds): "Too many attempts; try again in \(Self.wait(seconds))."
    case .refused(let reason): reason
    case .signedOut: "You were signed out elsewhere; sign in again, or ask an administrator."
    case .noSigningKey: "There is no key to seal anything with yet; try again in a moment."
    case .storage(let error): error.sentence
    }
  }

  /// How many tries are left.
  static func tries(_ count: Int) -> String {
    switch count {
    case ...0: "Wait a minute before the next try."
    case 1: "1 try left."
    default: "\(count) tries left."
    }
  }

  private static func wait(_ seconds: Int) -> String {
    switch seconds {
    case ...1: "1 second"
    case ..<120: "\(seconds) seconds"
    default: "\((seconds + 59) / 60) minutes"
    }
  }
}

extension AccountError.Subject {
  fileprivate var words: String {
    switch self {
    case .application(let key): "application \(PlainText.quoted(key))"
    case .secret(let lastFour): "secret that ends with \(PlainText.quoted(lastFour))"
    case .token(let key): "token \(PlainText.quoted(key))"
    case .grant(let key): "authorized application \(PlainText.quoted(key))"
    case .user(let key): "user \(PlainText.quoted(key))"
    case .device(let key): "device that waits under \(PlainText.quoted(key))"
    case .sshKey(let key): "SSH key \(PlainText.quoted(key))"
    case .session(let key): "browser session from \(PlainText.quoted(key))"
    }
  }
}

extension StorageError {
  /// One sentence for the person who asked: what is wrong, and what to do.
  public var sentence: String {
    switch shown {
    case .gone(let path):
      "The database file was moved or deleted; put it back, or leave and open it again: \(path)"
    case .missing(let path): "No database at \(path); make one with \"postern init\"."
    case .notADatabase(let path): "\(path) is not a Postern database; choose another path with --database."
    case .newer(let path, let version, let known):
      "\(path) was written by a newer Postern (schema \(version), this one knows \(known)); upgrade Postern."
    case .notPrivate(let path, let mode):
      "Others can write \(path) (mode \(mode)); run \"chmod go-w \(path)\" and try again."
    case .cannotOpen(let path, let reason):
      "Cannot open \(path): \(reason). Check the path and its permissions, or choose another with --database."
    case .cannotWrite(let path, let reason): "Cannot write \(path): \(reason). Choose another name or folder."
    case .badCopy(let path, let reason): "Cannot restore \(path): \(reason). Choose another backup."
    case .inUse(let path): "Another program has \(path) open; end it and try again."
    case .readOnly: "The database is read-only; check the permissions of its file and folder."
    case .busy: "Another program is writing the database; try again in a moment."
    case .full: "The disk is full; nothing was changed. Make room and try again."
    case .interrupted: "The search was interrupted; try again."
    case .corrupt: "The database file is damaged; run \"postern check\" and restore a backup."
    case .notFound: "It was not found; it may have been deleted meanwhile."
    case .duplicate(.name): "You already have a token of that name; choose another."
    case .duplicate(.email): "There is already an account with that e-mail address; enter another."
    case .duplicate(.username): "There is already an account with that username; choose another."
    case .duplicate(.sshKey): "That key is in use already, here or in another account; make another for this one."
    case .duplicate(let field): "That \(field.rawValue) is already taken; choose another."
    case .notFirst: "The database has users already; add more with \"postern user add\"."
    case .lastAdministrator: "This is the last active administrator; promote somebody else first."
    case .lastSecret: "That is the application's only secret; reset it instead, which makes a new one."
    case .tooManyKeys(let limit): "There are \(limit) SSH keys already, as many as one may have; remove one first."
    case .failed(let code, let message): "The database failed (SQLite \(code): \(message)); run \"postern check\"."
    }
  }

  /// The same with paths and foreign words as they may stand in a message.
  private var shown: StorageError {
    func shown(_ text: String) -> String { PlainText.visible(text, limit: 500) }
    return switch self {
    case .gone(let path): .gone(path: shown(path))
    case .missing(let path): .missing(path: shown(path))
    case .notADatabase(let path): .notADatabase(path: shown(path))
    case .newer(let path, let version, let known): .newer(path: shown(path), version: version, known: known)
    case .notPrivate(let path, let mode): .notPrivate(path: shown(path), mode: mode)
    case .cannotOpen(let path, let reason): .cannotOpen(path: shown(path), reason: shown(reason))
    case .cannotWrite(let path, let reason): .cannotWrite(path: shown(path), reason: shown(reason))
    case .badCopy(let path, let reason): .badCopy(path: shown(path), reason: shown(reason))
    case .inUse(let path): .inUse(path: shown(path))
    case .failed(let code, let message): .failed(code: code, message: shown(message))
    default: self
    }
  }
}
