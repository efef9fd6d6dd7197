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

  func secret(_ kind: MachineSecret.Kind) -> MachineSecret {
    MachineSecret(kind, issuedAt: surroundings.now(), random: surroundings.random)
  }

  /// The number that the tokens of a new authorization share. It begins with the moment, as their secrets do, so that one
  /// user's newest lie together.
  func newFamily() -> Int64 {
    let milliseconds = Int64(surroundings.now().timeIntervalSince1970 * 1000)
    let random = surroundings.random.bytes(3).reduce(0) { $0 << 8 | Int64($1) }
    return (milliseconds << 22 | random >> 2) & Int64.max
  }

  func audit(
    _ event: AuditEvent, by user: User?, about subject: Identifier<User>? = nil, on target: String, from origin: Origin,
    outcome: AuditRecord.Outcome = .done, detail: String = ""
  ) -> AuditRecord {
    AuditRecord(
      at: now, actorID: user?.id, about: subject, actor: user?.label ?? "-", origin: origin, event: event,
      target: target, outcome: outcome, detail: detail)
  }
}

extension MachineSecret {
  /// What storage keeps of it.
  var stored: SecretDigest { SecretDigest(digest: digest, lastFour: lastFour) }
}
