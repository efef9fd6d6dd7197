import Cryptography
import FoundationEssentials

/// How much made-up data, and from which seed: the same plan makes the same data.
public struct SamplePlan: Sendable {
  /// How many people, at least one. The first is an administrator, `ada@example.org`, username `ada`.
  public var users: Int
  /// How many applications.
  public var applications: Int
  /// How many personal tokens.
  public var tokens: Int
  /// How many times somebody let an application in, each with an access and a refresh token. At most once for each
  /// user and application.
  public var grants: Int
  /// Where the made-up choices begin.
  public var seed: UInt64
  /// The percentage of applications and tokens that belong to the first user, 0 to 100.
  public var busiestShare: Int
  /// The scope ids that tokens carry.
  public var scopes: [String]
  /// The moment that dates are made up around.
  public var moment: Date
  /// What each account's password is.
  public var password: String
  /// The cost of the one hash that all accounts share.
  public var passwordCost: PasswordHash.Cost

  /// A plan. The moment is fixed unless it is given, so that one seed makes one database whenever it is run.
  public init(
    users: Int = 1000, applications: Int = 10_000, tokens: Int = 100_000, grants: Int = 10_000, seed: UInt64 = 1,
    busiestShare: Int = 50, scopes: [String] = ["user:email"], moment: Date = SamplePlan.standardMoment,
    password: String = "123456", passwordCost: PasswordHash.Cost = .init()
  ) {
    self.users = max(1, users)
    self.applications = max(0, applications)
    self.tokens = max(0, tokens)
    self.grants = min(max(0, grants), self.users.multipliedReportingOverflow(by: self.applications).partialValue)
    self.seed = seed
    self.busiestShare = min(max(0, busiestShare), 100)
    self.scopes = scopes
    self.moment = moment
    self.password = password
    self.passwordCost = passwordCost
  }

  /// Noon of 23 November 2026, UTC.
  public static let standardMoment = Date(timeIntervalSince1970: 1_795_435_200)
}

/// How far the making of samples has come.
public struct SampleProgress: Sendable, Equatable {
  /// What is being made.
  public enum Stage: String, Sendable, CaseIterable {
    case users, applications, tokens, grants
  }

  /// What is being made.
  public let stage: Stage
  /// How many are there.
  public let done: Int
  /// How many there will be.
  public let total: Int
}
