import Cryptography

/// The id of a browser session: 256 random bits, known to the browser alone. Storage has its digest.
public struct SessionSecret: Sendable, Equatable {
  /// The id as it stands in the cookie: base64url.
  public let text: String

  private static let byteCount = 32

  /// Makes one.
  init(random: RandomSource) { text = Base64.encode(random.bytes(Self.byteCount), .url) }

  /// Reads one that a browser presented; nothing for what none of ours looks like.
  public init?(presented text: String) {
    guard text.utf8.count <= 64, Base64.decode(text, .url)?.count == Self.byteCount else { return nil }
    self.text = text
  }

  /// SHA-256 of the text.
  var digest: [UInt8] { SHA256.digest(of: text) }
}

extension SessionSecret: CustomStringConvertible, CustomReflectable {
  /// What it is, and nothing of it: one that slips into a message stays secret.
  public var description: String { "session" }

  /// Nothing but the description, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
