import Accounts
import Configuration
import Model
import Storage

/// Why a command did not do what was asked: the words for people, the exit status for scripts.
struct Failure: Error, Sendable, Equatable {
  /// Exit statuses.
  enum Status: Int32, Sendable {
    case failed = 1
    case usage = 2
    case notFound = 3
    case refused = 4
  }

  let status: Status
  /// Sentences, one a line.
  let lines: [String]
  /// The command whose help page says more; nothing when help would not help.
  var help: [String]?
  /// Whether somebody asked, over SSH, for what is the operator's; nobody has recorded that yet.
  var isOverreach = false

  init(_ status: Status, _ lines: [String], help: [String]? = nil) {
    self.status = status
    self.lines = lines
    self.help = help
  }

  /// Something did not work out.
  static func failed(_ sentence: String) -> Failure { Failure(.failed, [sentence]) }

  /// Postern will not do it.
  static func refused(_ sentence: String) -> Failure { Failure(.refused, [sentence]) }

  /// The same of what somebody asked for over SSH and only the operator may do.
  static func overSSH(_ sentence: String, help path: [String]? = nil) -> Failure {
    var failure = Failure(.refused, [sentence], help: path)
    failure.isOverreach = true
    return failure
  }

  /// The command line is wrong; a help page, the one of the command that runs unless another is named, says more.
  static func usage(_ sentence: String, help path: [String] = []) -> Failure {
    Failure(.usage, [sentence], help: path)
  }

  /// Standard output was closed by who read it, which is theirs to do.
  static let readerLeft = Failure(.failed, [])
}

extension Failure {
  init(_ error: AccountError) {
    switch error {
    case .invalid(let failure): self.init(Self.status(of: failure), failure.issues.flatMap(Self.lines))
    case .notFound: self.init(.notFound, [error.sentence])
    case .wrongCredentials, .throttled, .refused, .signedOut: self.init(.refused, [error.sentence])
    case .noSigningKey: self.init(.failed, [error.sentence])
    case .storage(let error): self.init(error)
    }
  }

  init(_ error: StorageError) {
    let status: Status =
      switch error {
      case .notFound: .notFound
      case .lastAdministrator, .lastSecret, .notFirst, .notPrivate, .tooManyKeys: .refused
      default: .failed
      }
    self.init(status, [error.sentence])
  }

  init(_ error: ConfigurationFailure) {
    self.init(.failed, error.problems.map(\.description))
  }

  /// A rule that the words themselves break makes the command line wrong; passwords and keys came another way, and a
  /// name that is taken is nobody's slip.
  private static func status(of failure: ValidationFailure) -> Status {
    failure.issues.contains { issue in
      ![.password, .sshKey].contains(issue.field) && issue.message != StorageError.duplicate(issue.field).sentence
    } ? .usage : .failed
  }

  /// The lines of an issue, under the name of the option it came by.
  private static func lines(_ issue: FieldIssue) -> [String] {
    let option: String? =
      switch issue.field {
      case .name: "--name"
      case .description: "--description"
      case .website: "--website"
      case .redirectURIs: "--redirect-uri"
      case .scopes: "--scope"
      case .expiry: "--expires"
      case .email: "--email"
      case .username: "--username"
      case .owner: "--to"
      case .filter: "--filter"
      case .clientType, .currentPassword, .password, .confirmation, .sshKey: nil
      }
    return issue.message.split(separator: "\n").map { line in option.map { "\($0): \(line)" } ?? String(line) }
  }
}

/// Runs a use case, and turns its error into a failure of the command.
@discardableResult
func attempt<Value>(_ useCase: () throws(AccountError) -> Value) throws(Failure) -> Value {
  do throws(AccountError) { return try useCase() } catch { throw Failure(error) }
}

/// Runs a verb of storage, and turns its error into a failure of the command.
@discardableResult
func stored<Value>(_ verb: () throws(StorageError) -> Value) throws(Failure) -> Value {
  do throws(StorageError) { return try verb() } catch { throw Failure(error) }
}
