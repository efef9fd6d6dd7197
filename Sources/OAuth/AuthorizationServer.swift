import Cryptography
import FoundationEssentials
import Model
import Storage

/// The protocol: what is asked for goes in, what is to be written and answered comes out. It knows nothing of HTTP, and
/// the database only by its verbs.
public struct AuthorizationServer: Sendable {
  /// What the house decided.
  public let settings: OAuthSettings
  /// Time and randomness.
  public let surroundings: Surroundings

  /// A server.
  public init(settings: OAuthSettings, surroundings: Surroundings = Surroundings()) {
    self.settings = settings
    self.surroundings = surroundings
  }

  /// The moment it is now, in whole seconds.
  public var now: Date { surroundings.now().wholeSeconds }

  /// Characters of tokens and codes, prefix and checksum included: the random part has 256 bits.
  static let secretLength = 53

  func secret(_ kind: MachineSecret.Kind) -> MachineSecret {
    MachineSecret(kind, length: Self.secretLength, random: surroundings.random)
  }

  /// The number that the tokens of a new authorization share.
  func newFamily() -> Int64 {
    surroundings.random.bytes(8).reduce(0) { $0 << 8 | Int64($1) } & Int64.max
  }

  func audit(
    _ event: AuditEvent, by user: User?, on target: String, from origin: Origin,
    outcome: AuditRecord.Outcome = .done, detail: String = ""
  ) -> AuditRecord {
    AuditRecord(
      at: now, actorID: user?.id, actor: user?.label ?? "-", origin: origin, event: event, target: target,
      outcome: outcome, detail: detail)
  }
}

extension MachineSecret {
  /// What storage keeps of it.
  var stored: SecretDigest { SecretDigest(digest: digest, lastFour: lastFour) }
}
