import Accounts
import Configuration
import Cryptography
import Glibc
import Model
import Screens
import Storage

/// The configuration, and the database behind its front door.
struct House: Sendable {
  /// Whom commands act for.
  enum Acting: Sendable {
    /// Whoever may write the database file: for everybody, as they say.
    case theOperator
    /// Somebody who came in over SSH: for themselves.
    case person(Account)
  }

  let settings: Settings
  let accounts: Accounts
  private(set) var acting = Acting.theOperator

  /// Opens a database.
  init(settings: Settings, path: String, opening: Store.Opening = .existing) throws(Failure) {
    self.settings = settings
    let store = try stored { () throws(StorageError) in try Store(path: path, opening: opening) }
    accounts = Accounts(store: store, settings: AccountSettings(settings))
  }

  var store: Store { accounts.store }

  /// The same house for somebody who acts for themselves.
  func visited(by account: Account) -> House {
    var house = self
    house.acting = .person(account)
    return house
  }

  /// What whoever acts may do with everybody's accounts: the operator everything, a person only as an administrator.
  var administration: Administration {
    get throws(AccountError) {
      switch acting {
      case .theOperator: accounts.administration(by: Operator.name, from: .terminal)
      case .person(let account): try account.administration()
      }
    }
  }

  /// The account that a command is about: the one that --user names; over SSH that of whoever asks.
  func account(for invocation: Invocation) throws(Failure) -> Account {
    switch acting {
    case .theOperator: try account(of: invocation.required(.user))
    case .person(let account): account
    }
  }

  /// Somebody's account, for one command of the operator's.
  ///
  /// - Parameter key: an e-mail address, a username or an id.
  func account(of key: String) throws(Failure) -> Account {
    guard case .theOperator = acting else { throw .overSSH("Over SSH you act for yourself alone.") }
    return try attempt { () throws(AccountError) in
      try accounts.command(as: key, by: Operator.name, from: .terminal)
    }
  }

  /// An account that may own an application: the user's when one is named, else the owner's; over SSH that of whoever
  /// asks.
  func account(owning id: ClientID, _ invocation: Invocation) throws(Failure) -> Account {
    if case .person(let account) = acting { return account }
    if let user = invocation.value(.user) { return try account(of: user) }
    return try attempt { () throws(AccountError) in try administration.owner(of: id) }
  }
}

extension Invocation {
  /// The configuration.
  func settings() throws(Failure) -> Settings {
    if let opened { return opened.settings }
    guard value(.config) != "" else { throw .usage("--config is empty; write --config FILE.") }
    do throws(ConfigurationFailure) {
      return try SettingsLocation.settings(named: value(.config), environment: environment)
    } catch {
      throw Failure(error)
    }
  }

  /// Where the database is, or is to be.
  func databaseLocation() throws(Failure) -> DatabaseLocation {
    let isNamed = has(.database) || environment["POSTERN_DATABASE"] != nil
    let configured = try isNamed ? nil : settings().database
    do throws(DatabaseLocation.Problem) {
      return try DatabaseLocation(named: value(.database), configured: configured, environment: environment)
    } catch {
      throw .failed(error.sentence)
    }
  }

  /// Opens the database that is there.
  func house() throws(Failure) -> House {
    if let opened { return opened }
    let settings = try settings()
    return try House(settings: settings, path: databaseLocation().path)
  }
}

extension DatabaseLocation {
  /// Makes the folder of the default path.
  func prepare() throws(Failure) {
    do throws(Problem) { try makeFolder() } catch { throw .failed(error.sentence) }
  }
}

extension AccountSettings {
  /// The part of the configuration that use cases need.
  init(_ settings: Settings) {
    self.init(
      scopes: settings.scopes, clientIDLength: settings.lengths.clientID,
      clientSecretLength: settings.lengths.clientSecret, personalTokenLength: settings.lengths.personalToken,
      passwordCost: PasswordHash.Cost(settings.passwordHash), siteName: settings.siteName)
  }
}

extension PasswordHash.Cost {
  /// The configured cost.
  init(_ cost: PasswordCost) {
    self.init(logN: cost.logN, blockSize: cost.blockSize, parallelization: cost.parallelization)
  }
}

/// Whoever runs the program on this machine.
enum Operator {
  /// Their name on the system.
  static var name: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
    return String(cString: name)
  }
}
