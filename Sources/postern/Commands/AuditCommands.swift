import Accounts
import FoundationEssentials
import Glibc
import Model
import Storage

extension CommandOption {
  fileprivate static let filter = CommandOption(
    long: "filter", value: "FILTER",
    help: "which lines: actor: event: target: from: outcome: since: until: and words, \"-\" in front turns one round")
  fileprivate static let since = CommandOption(
    long: "since", value: "WHEN", help: "not before: 30m, 12h, 7d, 4w, 2026-11-01 or 2026-11-01T18:00:00Z")
  fileprivate static let until = CommandOption(long: "until", value: "WHEN", help: "not after, written like --since")
  fileprivate static let limit = CommandOption(long: "limit", value: "N", help: "at most so many lines")
  fileprivate static let oldest = CommandOption(long: "oldest-first", help: "the oldest line first, not the newest")
  fileprivate static let format = CommandOption(
    long: "format", value: "FORMAT", help: "table, csv, json (one array, as --json) or jsonl (an object a line)")
  fileprivate static let whose = CommandOption.user.saying(
    "only what happened in one account: an e-mail address, a username or an id")
  fileprivate static let lines = CommandOption(long: "json", help: "print a JSON object a line")
}

extension Command {
  /// `postern audit list`
  static let auditList = Command(
    path: ["audit", "list"], summary: "list what happened: every change, sign-in and refusal, the newest first",
    detail: "That you looked is written there too.",
    options: [.filter, .since, .until, .whose, .limit, .oldest, .json, .format],
    examples: [
      "postern audit list --filter 'actor:ada event:token.*' --since 7d",
      "postern audit list --filter 'outcome:refused -from:10.0.' --limit 20",
      "postern audit list --since 2026-11-01 --format csv > november.csv",
    ]
  ) { invocation throws(Failure) in
    let query = try invocation.auditQuery()
    var left = try invocation.number(.limit, in: 1...1_000_000_000) ?? Int.max
    var printer = try AuditPrinter(invocation.auditFormat())
    let house = try invocation.house()
    let source = try AuditSource(house, invocation)
    var anchor = Anchor.start
    while left > 0 {
      let limit = min(left, pageSize)
      let page = try attempt { () throws(AccountError) in try source.lines(query, at: anchor, limit: limit) }
      try printer.add(page.map(\.row))
      left -= page.count
      guard page.count == limit, let last = page.last else { break }
      anchor = .after(last.cursor)
    }
    try printer.finish()
  }

  /// `postern audit follow`
  static let auditFollow = Command(
    path: ["audit", "follow"], summary: "print what happens as it happens, until it is interrupted",
    detail: "With --since it begins in the past. That you looked is written there too.",
    options: [.filter, .since, .lines],
    examples: ["postern audit follow --filter outcome:refused", "postern audit follow --json --since 1h | jq ."]
  ) { invocation throws(Failure) in
    let query = try invocation.auditQuery()
    let filter = try invocation.auditFilter(query)
    let signals = ServerSignals()
    let house = try invocation.house()
    try attempt { () throws(AccountError) in try house.administration.noteAuditView() }
    let printer = try AuditPrinter(invocation.has(.lines) ? .jsonl : .table)
    let last = try attempt { () throws(AccountError) in try house.administration.lastAuditLine() }
    try AuditFollower(house: house, filter: filter, printer: printer, after: filter.since == nil ? last : 0)
      .run(until: signals)
  }
}

/// Where lines of the audit log are read: everybody's, or those of one account.
private struct AuditSource {
  let house: House
  let account: Account?

  /// Records that somebody looks.
  init(_ house: House, _ invocation: Invocation) throws(Failure) {
    self.house = house
    account = try invocation.value(.user).map { (key) throws(Failure) in try house.account(of: key) }
    try attempt { [account] () throws(AccountError) in try house.administration.noteAuditView(of: account?.user) }
  }

  func lines(
    _ query: ListQuery<AuditOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<AuditLine>] {
    guard let account else { return try house.administration.auditLines(query, at: anchor, limit: limit) }
    return try account.activity(query, at: anchor, limit: limit)
  }
}

/// Prints lines as anybody commits them.
private struct AuditFollower {
  let house: House
  let filter: AuditFilter
  var printer: AuditPrinter
  var after: Int64

  init(house: House, filter: AuditFilter, printer: AuditPrinter, after: Int64) {
    self.house = house
    self.filter = filter
    self.printer = printer
    self.after = after
  }

  /// Looks once a second whether somebody has committed anything; ends with a signal, or when nobody reads any more.
  func run(until signals: ServerSignals) throws(Failure) {
    var follower = self
    var seen: Int64?
    while true {
      let change = try stored { () throws(StorageError) in try house.store.changeCounter() }
      if change != seen { try follower.printNew() }
      seen = change
      guard case .none = signals.next(within: .seconds(1)), !Console.isReaderGone else { return }
    }
  }

  private mutating func printNew() throws(Failure) {
    let administration = try attempt { [house] () throws(AccountError) in try house.administration }
    let last = try attempt { () throws(AccountError) in try administration.lastAuditLine() }
    while true {
      let lines = try attempt { [after] () throws(AccountError) in
        try administration.auditLines(after: after, filter: filter, limit: pageSize)
      }
      try printer.add(lines)
      after = max(after, lines.last?.id ?? 0)
      if lines.count < pageSize { break }
    }
    // What the filter left out need not be looked at again.
    after = max(after, last)
  }
}

extension Invocation {
  /// What is asked for: `--filter`, and the times that have options of their own.
  fileprivate func auditQuery() throws(Failure) -> ListQuery<AuditOrder> {
    var words = [value(.filter) ?? ""]
    for (option, key) in [(CommandOption.since, "since"), (.until, "until")] {
      guard let text = value(option) else { continue }
      guard AuditMoment.range(of: text, now: Date()) != nil else {
        throw .usage(
          "--\(option.long) must be a time such as 7d (m, h, d, w), 2026-11-01 or 2026-11-01T18:00:00Z, not "
            + "\(PlainText.quoted(text)).")
      }
      words.append("\(key):\(text)")
    }
    let filter = words.filter { !$0.isEmpty }.joined(separator: " ")
    let query = ListQuery(order: AuditOrder.time, descending: !has(.oldest), filter: filter, now: Date())
    _ = try auditFilter(query)
    return query
  }

  fileprivate func auditFilter(_ query: ListQuery<AuditOrder>) throws(Failure) -> AuditFilter {
    do throws(ValidationFailure) {
      return try AuditFilter(parsing: query.filter, now: query.now)
    } catch {
      throw Failure(.invalid(error))
    }
  }

  fileprivate func auditFormat() throws(Failure) -> AuditPrinter.Format {
    guard let name = value(.format) else { return has(.json) ? .json : .table }
    guard let format = AuditPrinter.Format(rawValue: name) else {
      let names = AuditPrinter.Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage("--format must be one of \(names), not \(PlainText.quoted(name)).")
    }
    guard !has(.json) || format == .json else { throw .usage("--json and --format \(name) say different things.") }
    return format
  }
}
