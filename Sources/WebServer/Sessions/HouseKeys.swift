import Accounts
import Cryptography
import Model

/// What the signing keys are used for: each use has keys of its own, derived from them, so that words sealed for one
/// are worth nothing in another. Read from the database each time: a rotation counts at the next request, in every
/// process.
///
/// Whoever reads the database file can make such seals. They let nobody in: a seal is believed only beside a live
/// session or cookie of its bearer, and of those the file holds digests.
struct HouseKeys: Sendable {
  enum Use: String, Sendable {
    /// The anti-forgery fields of forms.
    case forms
    /// The JSON Web Tokens in pages.
    case pageTokens
  }

  let accounts: Accounts

  /// The key of a use that is current.
  ///
  /// - Throws: ``AccountError/noSigningKey`` before the house has one.
  func current(for use: Use) throws(AccountError) -> (id: String, secret: [UInt8]) {
    guard let key = try accounts.signingKeys().first, key.retiredAt == nil else { throw .noSigningKey }
    return derived(key, for: use)
  }

  /// The keys of a use that are honoured, the current one first.
  func keys(for use: Use) throws(AccountError) -> [(id: String, secret: [UInt8])] {
    try accounts.signingKeys().map { key in derived(key, for: use) }
  }

  private func derived(_ key: SigningKey, for use: Use) -> (id: String, secret: [UInt8]) {
    (key.id, HMAC.seal(Array("postern \(use.rawValue)".utf8), key: key.secret))
  }
}
