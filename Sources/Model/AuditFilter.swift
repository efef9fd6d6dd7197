import FoundationEssentials

/// Which lines of the audit log somebody wants to see, as they typed it: `actor:ada event:token.* since:7d`.
///
/// Words that name the same key are alternatives; different keys, and words without a key, must all hold. A minus sign
/// in front turns a word round. See ``init(parsing:now:)``.
public struct AuditFilter: Sendable, Hashable {
  /// What a word is compared with.
  public enum Key: String, Sendable, CaseIterable {
    /// Who acted: the whole name, or what stands before the @ of an address.
    case actor
    /// What happened; an asterisk stands for any characters.
    case event
    /// On what: anything that holds the text.
    case target
    /// From where: the beginning of the address, or of the kind (`ssh`).
    case from
    /// `done` or `refused`.
    case outcome
    /// Not before this moment.
    case since
    /// Not after this moment.
    case until
  }

  /// One word.
  public struct Term: Sendable, Hashable {
    /// What it is compared with; nothing for a word that may stand anywhere in the line.
    public let key: Key?
    /// The text, without regard to the case of ASCII letters; an asterisk stands for any characters in those of ``Key/actor`` and
    /// ``Key/event``.
    public let text: String

    /// A word.
    public init(_ key: Key?, _ text: String) {
      self.key = key
      self.text = text
    }
  }

  /// What lines must have: of each key one, and all words without a key.
  public var wanted: [Term] = []
  /// What lines must not have.
  public var unwanted: [Term] = []
  /// The first moment, if there is one.
  public var since: Date?
  /// The moment before which lines must lie, if there is one.
  public var before: Date?

  /// Every line.
  public init() {}

  /// Whether it lets every line through.
  public var isEmpty: Bool { self == AuditFilter() }

  /// The texts that are wanted of a key.
  public func wanted(_ key: Key) -> [String] { wanted.filter { $0.key == key }.map(\.text) }
}
