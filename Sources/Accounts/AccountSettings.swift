import Cryptography
import Model

/// What the house decided: the part of the configuration that use cases need.
public struct AccountSettings: Sendable {
  /// The scopes that tokens may carry.
  public var scopes: ScopeCatalogue
  /// Characters of a client id.
  public var clientIDLength: Int
  /// Characters of a client secret, prefix and checksum included.
  public var clientSecretLength: Int
  /// Characters of a personal access token, prefix and checksum included.
  public var personalTokenLength: Int
  /// What hashing a password costs.
  public var passwordCost: PasswordHash.Cost
  /// What the house calls itself; no password may hold it.
  public var siteName: String

  /// The defaults of the seed, or what was configured.
  public init(
    scopes: ScopeCatalogue = .builtIn, clientIDLength: Int = 40, clientSecretLength: Int = 60,
    personalTokenLength: Int = 60, passwordCost: PasswordHash.Cost = PasswordHash.Cost(),
    siteName: String = "postern"
  ) {
    self.scopes = scopes
    self.clientIDLength = clientIDLength
    self.clientSecretLength = clientSecretLength
    self.personalTokenLength = personalTokenLength
    self.passwordCost = passwordCost
    self.siteName = siteName
  }
}
