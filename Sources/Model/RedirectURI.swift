/// Where an authorization answer may be sent (RFC 6749 §3.1.2): absolute, https or http on this machine's loopback
/// names, without fragment, wildcard, user-info or climbing path. Two are the same only byte for byte (RFC 9700 §2.1).
public struct RedirectURI: Sendable, Hashable, CustomStringConvertible {
  /// The URI, byte for byte as it was registered.
  public let text: String

  /// Checks one URI.
  ///
  /// - Parameter raw: the typed URI; white space around it is dropped.
  /// - Throws: the issue, filed under ``Field/redirectURIs``, which names the URI.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    guard !text.isEmpty else { throw ValidationFailure(Self.nothingEntered) }
    if let problem = Self.problem(in: text) {
      throw ValidationFailure(FieldIssue(.redirectURIs, "\(PlainText.visible(text)): \(problem)"))
    }
    self.text = text
  }

  /// Takes a URI that was checked when it was stored.
  public init(stored text: String) {
    self.text = text
  }

  /// Checks the lines of a form: at least one URI. Blank lines and repeated ones are dropped.
  ///
  /// - Throws: one issue, filed under ``Field/redirectURIs``, which names every bad URI, one a line.
  public static func list(validating raw: String) throws(ValidationFailure) -> [RedirectURI] {
    var seen: Set<String> = []
    let lines = raw.split(whereSeparator: \.isNewline).map(PlainText.trimmed)
      .filter { !$0.isEmpty && seen.insert($0).inserted }
    guard !lines.isEmpty else { throw ValidationFailure(nothingEntered) }
    let limit = ClientProfile.redirectURILimit
    guard lines.count <= limit else {
      throw ValidationFailure(
        FieldIssue(.redirectURIs, "These are \(lines.count) redirect URIs; at most \(limit) are allowed."))
    }
    var uris: [RedirectURI] = []
    var problems: [String] = []
    for line in lines {
      do throws(ValidationFailure) {
        uris.append(try RedirectURI(validating: line))
      } catch {
        problems += error.issues.map(\.message)
      }
    }
    guard problems.isEmpty else {
      throw ValidationFailure(FieldIssue(.redirectURIs, problems.joined(separator: "\n")))
    }
    return uris
  }

  /// Whether an answer may go to a URI where this one is registered: the same byte for byte, but for the port of a
  /// loopback address, which a native application learns only when it runs (RFC 8252 §7.3). Only the two addresses are
  /// that free, not the name `localhost`.
  public func admits(_ other: RedirectURI) -> Bool {
    if self == other { return true }
    guard let mine = Self.withoutLoopbackPort(text), let others = Self.withoutLoopbackPort(other.text) else {
      return false
    }
    return Self.problem(in: other.text) == nil && mine.utf8.elementsEqual(others.utf8)
  }

  /// An http URI of a loopback address without its port; nothing for any other.
  private static func withoutLoopbackPort(_ text: String) -> String? {
    for origin in ["http://127.0.0.1", "http://[::1]"] where text.utf8.starts(with: origin.utf8) {
      let rest = text.utf8.dropFirst(origin.utf8.count)
      guard rest.first == UInt8(ascii: ":") else {
        return rest.isEmpty || "/?".utf8.contains(where: { $0 == rest.first }) ? text : nil
      }
      let tail = rest.dropFirst().drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard tail.isEmpty || "/?".utf8.contains(where: { $0 == tail.first }) else { return nil }
      return origin + String(Substring(tail))
    }
    return nil
  }

  /// The text itself.
  public var description: String { text }

  /// Equal byte for byte; Swift's strings would take U+212A, the Kelvin sign, for a K.
  public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { text.utf8.forEach { hasher.combine($0) } }

  private static let nothingEntered = FieldIssue(.redirectURIs, "Enter at least one redirect URI, one per line.")

  private static func problem(in text: String) -> String? {
    guard !text.contains("*") else { return "wildcards are not allowed; register each URI." }
    let url: AbsoluteURL
    do {
      url = try AbsoluteURL(text)
    } catch {
      switch error {
      case .notAbsolute: return "enter a full URL, such as https://example.org/callback."
      case .badScheme: return "use https, or http on localhost, 127.0.0.1 or [::1]."
      case .userInfo: return "a user name or password is not allowed; leave it out."
      case .foreignHost: return "write the host name in ASCII, international names in their xn-- form."
      case .badHost: return "the host is no valid name or IP address; correct it."
      case .badPort: return "the port must be a number from 1 to 65535."
      case .badCharacter: return "it has a character that URLs cannot have; percent-encode it."
      case .tooLong: return "it is too long; at most \(AbsoluteURL.limit) bytes are allowed."
      }
    }
    if url.hasFragment { return "a fragment (#…) is not allowed; leave it out." }
    if url.hasDotSegments { return "write the path without . and .. segments." }
    if url.scheme == .http, !url.isLoopback { return "use https; http is only for localhost, 127.0.0.1 or [::1]." }
    return nil
  }
}
