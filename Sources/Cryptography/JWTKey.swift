/// A key that JSON Web Tokens are sealed with. The algorithm belongs to the key and is HS256 (RFC 7518 §3.2); what a
/// token says of its algorithm changes nothing.
public struct JWTKey: Sendable {
  /// The name by which tokens choose it (`kid`).
  public let id: String
  let secret: [UInt8]

  /// The fewest bytes of a key (RFC 7518 §3.2).
  public static let minimumLength = 32

  /// A key; nothing when it is shorter than ``minimumLength``.
  public init?(id: String, secret: [UInt8]) {
    guard secret.count >= Self.minimumLength else { return nil }
    self.id = id
    self.secret = secret
  }
}
