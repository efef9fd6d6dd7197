import Model

extension AuditFilter {
  /// What is looked at in each line.
  var checks: [KeysetQuery.Condition] {
    var checks: [KeysetQuery.Condition] = []
    for key in Key.allCases {
      let alternatives = wanted(key).map { Self.condition(Term(key, $0)) }
      if !alternatives.isEmpty { checks.append(.any(alternatives)) }
    }
    checks += wanted.filter { $0.key == nil }.map(Self.condition)
    return checks
      + unwanted.map { term in
        let condition = Self.condition(term)
        return .init("NOT \(condition.sql)", condition.values)
      }
  }

  private static func condition(_ term: Term) -> KeysetQuery.Condition {
    switch term.key {
    case .actor: .like("a.actor", likes(.actor, term.text).map(\.pattern))
    case .event: .like("a.event", likes(.event, term.text).map(\.pattern))
    case .target: .like("a.target", ["%\(escaped(term.text))%"])
    // The address, or the kind and the address.
    case .from: .like("a.origin", ["\(escaped(term.text))%", "% \(escaped(term.text))%"])
    case .outcome: .init("(a.outcome = ?)", [.text(term.text)])
    case .since, .until: .init("(true)")
    case nil:
      .any(
        ["actor", "event", "target", "origin", "detail"].map { .like("a.\($0)", ["%\(escaped(term.text))%"]) })
    }
  }

  /// A pattern for LIKE, and how the values begin that it finds.
  struct Like {
    let pattern: String
    let start: String
  }

  /// The patterns that a text stands for: itself with its asterisks, and as a name also before the @ of an address.
  static func likes(_ key: Key, _ text: String) -> [Like] {
    var texts = [text]
    if key == .actor, !text.contains(where: { $0 == "@" || $0 == "*" }) { texts.append(text + "@*") }
    return texts.map { text in
      let parts = text.split(separator: "*", omittingEmptySubsequences: false)
      return Like(pattern: parts.map { escaped(String($0)) }.joined(separator: "%"), start: String(parts[0]))
    }
  }

  /// A text for LIKE in which nothing stands for anything else.
  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "\\%_".contains($0) ? ["\\", $0] : [$0] })
  }
}

extension KeysetQuery.Condition {
  fileprivate static func like(_ column: String, _ patterns: [String]) -> KeysetQuery.Condition {
    let parts = patterns.map { _ in "\(column) LIKE ? ESCAPE '\\'" }
    return .init("(\(parts.joined(separator: " OR ")))", patterns.map { .text($0) })
  }

  fileprivate static func any(_ conditions: [KeysetQuery.Condition]) -> KeysetQuery.Condition {
    .init("(\(conditions.map(\.sql).joined(separator: " OR ")))", conditions.flatMap(\.values))
  }
}
