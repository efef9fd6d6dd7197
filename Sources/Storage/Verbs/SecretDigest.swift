/// A secret as storage takes it: its digest and what may be shown of it.
public struct SecretDigest: Sendable, Equatable {
  /// SHA-256 of the whole string.
  public let digest: [UInt8]
  /// Its last four characters.
  public let lastFour: String

  /// The stored side of a secret.
  public init(digest: [UInt8], lastFour: String) {
    self.digest = digest
    self.lastFour = lastFour
  }
}
