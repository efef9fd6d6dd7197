import FoundationEssentials

/// One line of the audit log as it was written. What it says is text: a line stays readable after the account, the
/// application or the kind of event that it tells of has gone.
public struct AuditLine: Sendable, Equatable {
  /// The line's number, counted from 1 since the database was made.
  public let id: Int64
  /// When; of several alike, the last.
  public let at: Date
  /// Who, if they are or were a user.
  public let actorID: Identifier<User>?
  /// Whose account it concerns, when that is not the actor's own.
  public let subjectID: Identifier<User>?
  /// Who, in words.
  public let actor: String
  /// From where.
  public let origin: String
  /// What, as ``AuditEvent/rawValue`` has it; another version may have written others.
  public let event: String
  /// On what, in words.
  public let target: String
  /// How it ended; `done` or `refused`.
  public let outcome: String
  /// More, in words; may be empty.
  public let detail: String
  /// How many times it happened: refusals alike that follow close upon each other are one line.
  public let count: Int

  /// A line as read from storage.
  public init(
    id: Int64, at: Date, actorID: Identifier<User>?, subjectID: Identifier<User>?, actor: String, origin: String,
    event: String, target: String, outcome: String, detail: String, count: Int
  ) {
    self.id = id
    self.at = at
    self.actorID = actorID
    self.subjectID = subjectID
    self.actor = actor
    self.origin = origin
    self.event = event
    self.target = target
    self.outcome = outcome
    self.detail = detail
    self.count = count
  }

  /// Whether it was refused.
  public var isRefused: Bool { outcome == AuditRecord.Outcome.refused.rawValue }

  /// What its values are called where lines are exported, in their order.
  public static let exportNames = [
    "id", "at", "actor_id", "actor", "subject_id", "origin", "event", "target", "outcome", "detail", "count",
  ]
}
