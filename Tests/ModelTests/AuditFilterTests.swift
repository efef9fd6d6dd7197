import FoundationEssentials
import Model
import Testing

@Suite struct AuditFilterTests {
  /// Noon of 23 November 2026, UTC.
  private let now = Date(timeIntervalSince1970: 1_795_435_200)

  private func filter(_ text: String) throws -> AuditFilter { try AuditFilter(parsing: text, now: now) }

  @Test(
    "What somebody types is read",
    arguments: [
      ("", [], []), ("   ", [], []), ("ada", [.init(nil, "ada")], []), ("actor:ada", [.init(.actor, "ada")], []),
      ("ACTOR:Ada", [.init(.actor, "Ada")], []), ("event:token.*", [.init(.event, "token.*")], []),
      ("target:\"Zenodo up\"", [.init(.target, "Zenodo up")], []), ("\"a b\"", [.init(nil, "a b")], []),
      ("target:Zenodo\" up\"loader", [.init(.target, "Zenodo uploader")], []),
      ("\"say \\\"hi\\\" \\\\\"", [.init(nil, "say \"hi\" \\")], []), ("from:10.0.", [.init(.from, "10.0.")], []),
      ("outcome:REFUSED", [.init(.outcome, "refused")], []), ("-actor:ada", [], [.init(.actor, "ada")]),
      ("-\"a b\"", [], [.init(nil, "a b")]), ("\"-x\"", [.init(nil, "-x")], []),
      ("a -", [.init(nil, "a"), .init(nil, "-")], []),
      ("\"actor:ada\"", [.init(nil, "actor:ada")], []), ("10:30", [.init(nil, "10:30")], []), ("\"\"", [], []),
      ("a  b\tc", [.init(nil, "a"), .init(nil, "b"), .init(nil, "c")], []),
      ("target:a:b", [.init(.target, "a:b")], []), ("from:::1", [.init(.from, "::1")], []),
      ("event:a event:b", [.init(.event, "a"), .init(.event, "b")], []), ("%_", [.init(nil, "%_")], []),
    ] as [(String, [AuditFilter.Term], [AuditFilter.Term])])
  func reading(text: String, wanted: [AuditFilter.Term], unwanted: [AuditFilter.Term]) throws {
    let filter = try filter(text)
    #expect(filter.wanted == wanted && filter.unwanted == unwanted)
    #expect(filter.since == nil && filter.before == nil)
  }

  @Test(
    "Times count back from now, or are days and moments",
    arguments: [
      ("since:30m", "2026-11-23T11:30:00Z", nil), ("since:12h", "2026-11-23T00:00:00Z", nil),
      ("since:7d", "2026-11-16T12:00:00Z", nil), ("since:4w", "2026-10-26T12:00:00Z", nil),
      ("since:0d", "2026-11-23T12:00:00Z", nil), ("until:1d", nil, "2026-11-22T12:00:01Z"),
      ("since:2026-11-01", "2026-11-01T00:00:00Z", nil), ("until:2026-11-01", nil, "2026-11-02T00:00:00Z"),
      ("until:2026-11-01T18:00:00Z", nil, "2026-11-01T18:00:01Z"),
      ("since:2026-11-01t18:00:00+01:00", "2026-11-01T17:00:00Z", nil),
      ("since:7d since:1d until:2026-11-22 until:2026-11-30", "2026-11-22T12:00:00Z", "2026-11-23T00:00:00Z"),
    ] as [(String, String?, String?)])
  func times(text: String, since: String?, before: String?) throws {
    let filter = try filter(text)
    #expect(filter.since?.rfc3339 == since && filter.before?.rfc3339 == before)
  }

  @Test(
    "What says nothing sensible is refused in one sentence",
    arguments: [
      ("user:ada", "There is no \"user:\"; use actor:, event:, target:, from:, outcome:, since: or until:"),
      ("https://x", "There is no \"https:\""), ("-what:x", "There is no \"what:\""),
      ("actor:", "Enter a value after \"actor:\", such as actor:ada."),
      ("event:\"\"", "Enter a value after \"event:\""),
      ("since:", "Enter a value after \"since:\", such as since:7d."), ("since:soon", "Enter a time such as since:7d"),
      ("since:7", "Enter a time"), ("since:d", "Enter a time"), ("since:-7d", "Enter a time"),
      ("since:7y", "Enter a time"), ("since:9999999d", "Enter a time"),
      ("until:2026-02-30", "Enter a time such as until:7d"),
      ("until:2026-11-01T25:00:00Z", "Enter a time"), ("since:７d", "Enter a time"),
      ("-since:7d", "\"since:\" cannot be turned round"), ("outcome:maybe", "Enter outcome:done or outcome:refused."),
      ("target:\"Zenodo", "Close the quotation mark."), ("\"", "Close the quotation mark."),
      (String(repeating: "x", count: 501), "Enter a filter of at most 500 characters."),
    ])
  func refusals(text: String, beginning: String) {
    let found = message(.filter) { try AuditFilter(parsing: text, now: now) }
    #expect(found?.hasPrefix(beginning) == true && found.map(isFit) == true, "\(found ?? "taken")")
  }

  @Test func `a hostile key is shown without what steers a terminal`() {
    let found = message(.filter) { try filter(String(repeating: "é", count: 300) + ":x") }
    #expect(found.map(isFit) == true && (found?.count ?? 0) < 200)
  }

  @Test(
    "A last word that may yet become a key is not looked for while it is typed",
    arguments: [
      ("", ""), ("a", ""), ("actor", ""), ("actor:", "actor:"), ("actor:ada", "actor:ada"),
      ("actor:ada out", "actor:ada"),
      ("actor:ada -out", "actor:ada"), ("actor:ada -", "actor:ada"), ("ada", "ada"), ("actors", "actors"),
      ("a b", "a b"), ("b a", "b"), ("actor:ada ", "actor:ada"), ("\"x a", "\"x a"), ("\"x\" a", "\"x\""),
    ])
  func typing(text: String, lookedFor: String) {
    #expect(AuditFilter.soFar(text) == lookedFor)
  }
}
