/// A permission that a token may carry (RFC 6749 §3.3).
public struct Scope: Sendable, Hashable {
  /// The id as it stands in requests and tokens, such as `user:email`.
  public let id: String
  /// What it allows, for the person who is asked.
  public let help: String
  /// The group it is shown under, such as `user`.
  public let group: String
  /// Whether it is never offered to people: for the house's own use.
  public let isInternal: Bool

  /// A scope; without a group it is shown under what stands before the colon of its id.
  public init(id: String, help: String, group: String? = nil, isInternal: Bool = false) {
    self.id = id
    self.help = help
    self.group = group ?? id.split(separator: ":").first.map(String.init) ?? id
    self.isInternal = isInternal
  }

  /// Read-only access to the e-mail address; built in.
  public static let userEmail = Scope(
    id: "user:email", help: "Allow access to email address (read-only)", group: "user")
}

/// Why scopes cannot be used.
public enum ScopeError: Error, Sendable, Equatable {
  /// Two scopes were registered under one id.
  case duplicate(String)
  /// An id breaks the grammar of RFC 6749 §3.3.
  case malformed(String)
  /// Ids that nobody registered, in the order they were asked for.
  case unknown([String])
}

/// Every scope that this house knows: the built-in ones and the configured ones.
public struct ScopeCatalogue: Sendable {
  /// In the order of registration, the built-in ones first.
  public let all: [Scope]
  private let byID: [String: Scope]

  /// Registers the built-in scopes and these.
  ///
  /// - Throws: ``ScopeError/duplicate(_:)`` or ``ScopeError/malformed(_:)``.
  public init(_ configured: [Scope] = []) throws(ScopeError) {
    var byID: [String: Scope] = [:]
    let all = [Scope.userEmail] + configured
    for scope in all {
      guard Self.isWellFormed(scope.id) else { throw .malformed(scope.id) }
      guard byID.updateValue(scope, forKey: scope.id) == nil else { throw .duplicate(scope.id) }
    }
    self.all = all
    self.byID = byID
  }

  private init(builtIn: Scope) {
    all = [builtIn]
    byID = [builtIn.id: builtIn]
  }

  /// The built-in scopes alone.
  public static let builtIn = ScopeCatalogue(builtIn: .userEmail)

  /// The scope of an id, if it is registered.
  public subscript(id: String) -> Scope? { byID[id] }

  /// The scopes that people may choose.
  public var offered: [Scope] { all.filter { !$0.isInternal } }

  /// The scopes of ids, each once, in the order of the catalogue.
  ///
  /// - Throws: ``ScopeError/unknown(_:)`` with every id that is not registered, each once.
  public func scopes(_ ids: some Sequence<String>) throws(ScopeError) -> [Scope] {
    let (known, unknown) = sorted(ids)
    guard unknown.isEmpty else { throw .unknown(unknown) }
    return known
  }

  /// Groups in the order of registration, each with its scopes; ids that are no longer registered come last, under
  /// "other", so that what a token carries is always shown.
  public func grouped(_ ids: some Sequence<String>) -> [(group: String, scopes: [Scope])] {
    var groups: [(group: String, scopes: [Scope])] = []
    let (known, unknown) = sorted(ids)
    for scope in known + unknown.map({ Scope(id: $0, help: "no longer registered", group: "other") }) {
      if let index = groups.firstIndex(where: { $0.group == scope.group }) {
        groups[index].scopes.append(scope)
      } else {
        groups.append((scope.group, [scope]))
      }
    }
    return groups
  }

  /// The registered scopes of ids in the order of the catalogue, and the ids of no scope in the order given; each once.
  private func sorted(_ ids: some Sequence<String>) -> (known: [Scope], unknown: [String]) {
    var seen: Set<String> = []
    let unknown = ids.filter { seen.insert($0).inserted && byID[$0] == nil }
    return (all.filter { seen.contains($0.id) }, unknown)
  }

  /// `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )` (RFC 6749 §3.3).
  private static func isWellFormed(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }
  }
}
