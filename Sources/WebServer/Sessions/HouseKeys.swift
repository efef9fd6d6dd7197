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

  /// The keys of a use, the current one first.
  func keys(for use: Use) throws(AccountError) -> [(id: String, secret: [UInt8])] {
    try accounts.signingKeys().map { key in
      (key.id, HMAC.seal(Array("postern \(use.rawValue)".utf8), key: key.secret))
    }
  }
}
