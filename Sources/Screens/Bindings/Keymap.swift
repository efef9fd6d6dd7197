import Configuration
import TerminalUI

/// Which keys ask for which actions: the defaults, changed by the configuration's `keys`.
public struct Keymap: Sendable {
  /// What is wrong with the configuration's `keys`: one sentence each, naming the action and the mend.
  public let problems: [String]
  private let keys: [Action: [Key]]
  private let actions: [Key: [Action]]

  /// The default keys, with other keys for some actions.
  ///
  /// An entry that makes no sense, or takes a key from another action of the same place, is reported and left out.
  /// - Parameter changes: names of actions, each with the keys that shall ask for it instead of its own.
  public init(changes: [String: [String]] = [:]) {
    var keys = Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, $0.defaults.keys) })
    var problems: [String] = []
    for (name, texts) in changes.sorted(by: { $0.key < $1.key }) {
      guard let action = Action(rawValue: name) else {
        let guess = Spelling.nearest(to: name, among: Action.allCases.map(\.rawValue))
        let mend = guess.map { "did you mean \"\($0)\"?" } ?? "the help (?) names each, on the status line."
        problems.append("keys: there is no action \"\(name)\"; \(mend)")
        continue
      }
      let parsed = texts.map { ($0, Key($0)) }
      if let bad = parsed.first(where: { $0.1 == nil }) {
        problems.append("keys.\(name): \"\(bad.0)\" is no key; write it like d, Ctrl-D, Enter or F2.")
        continue
      }
      keys[action] = parsed.compactMap(\.1)
    }
    (self.keys, problems) = Self.withoutConflicts(keys, changed: Set(changes.keys), problems)
    self.problems = problems
    var actions: [Key: [Action]] = [:]
    for action in Action.allCases {
      for key in self.keys[action] ?? [] { actions[key, default: []].append(action) }
    }
    self.actions = actions
  }

  /// The actions that a key may ask for, the more particular ones first.
  func actions(for key: Key) -> [Action] { actions[key] ?? [] }

  /// The keys of an action.
  func keys(for action: Action) -> [Key] { keys[action] ?? [] }

  /// The keys that ask for an action where these are offered: a key asks for the first of its actions only.
  func keys(for action: Action, among offers: [Offer]) -> [Key] {
    keys(for: action).filter { key in
      actions(for: key).first { action in offers.contains { $0.action == action } } == action
    }
  }

  /// The first key of an action, as texts name it.
  func label(for action: Action) -> String? { keys[action]?.first?.description }

  /// Takes back changes that would give one key two meanings in one place.
  private static func withoutConflicts(
    _ keys: [Action: [Key]], changed: Set<String>, _ problems: [String]
  ) -> ([Action: [Key]], [String]) {
    var keys = keys
    var problems = problems
    var changed = Action.allCases.filter { changed.contains($0.rawValue) }
    // A change that is taken back takes its own keys again, which another change may have taken: until all agree.
    while let (action, key, rival) = conflict(in: keys, among: changed) {
      problems.append(
        "keys.\(action.rawValue): \(key) is already \"\(rival.rawValue)\"; give that one another key too.")
      keys[action] = action.defaults.keys
      changed.removeAll { $0 == action }
    }
    return (keys, problems)
  }

  /// A changed action that shares a key with another in the same place.
  private static func conflict(in keys: [Action: [Key]], among changed: [Action]) -> (Action, Key, Action)? {
    for action in changed {
      for key in keys[action] ?? [] {
        let rival = Action.allCases.first { $0 != action && (keys[$0] ?? []).contains(key) && meet(action, $0) }
        if let rival { return (action, key, rival) }
      }
    }
    return nil
  }

  private static func meet(_ one: Action, _ other: Action) -> Bool {
    let (ours, theirs) = (one.defaults.places, other.defaults.places)
    return ours.contains { theirs.contains($0) } || ours.contains(.everywhere) || theirs.contains(.everywhere)
  }
}
