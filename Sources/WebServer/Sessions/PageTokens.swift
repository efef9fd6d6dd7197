import Accounts
import Configuration
import Cryptography
import FoundationEssentials
import HTTPServer

/// The short-lived JSON Web Token that a signed-in person's pages hold and that scripts send along with the session
/// cookie: another site's page can make a browser send the cookie, but cannot read the token.
public struct PageTokens: Sendable {
  private let accounts: Accounts
  private let keys: HouseKeys
  private let settings: JWTSettings
  private let issuer: String

  /// Tokens of a house; `jwt` and `issuer` of the settings count.
  public init(accounts: Accounts, settings: Settings) {
    self.accounts = accounts
    keys = HouseKeys(accounts: accounts)
    self.settings = settings.jwt
    issuer = settings.issuer.text
  }

  /// A token for the person who is signed in.
  public func issue(for visit: BrowserVisit) throws(AccountError) -> String {
    let current = try keys.current(for: .pageTokens)
    guard let key = JWTKey(id: current.id, secret: current.secret) else { throw .storage(.corrupt) }
    let now = accounts.surroundings.now()
    let token = JWT(
      subject: String(visit.account.user.id.rawValue), audience: issuer, issuer: issuer, issuedAt: now,
      expiresAt: now.addingTimeInterval(Double(settings.lifetime)),
      id: Base62.random(length: 22, random: accounts.surroundings.random))
    return token.sealed(with: key)
  }

  /// Makes sure that a request which rides on a session carries the token of the same person.
  public func verify(_ request: HTTPRequest, for visit: BrowserVisit) throws(PageTokenProblem) {
    let text = try presented(by: request)
    let keys: [JWTKey]
    do throws(AccountError) { keys = try honoured() } catch { throw .unavailable(error) }
    let token: JWT
    do throws(JWTProblem) {
      token = try JWT(
        text, keys: keys, issuer: issuer, audience: issuer, now: accounts.surroundings.now())
    } catch {
      throw error == .expired ? .expired : .malformed
    }
    guard token.subject == String(visit.account.user.id.rawValue) else { throw .otherUser }
  }

  /// What stands in the configured header behind the configured word.
  private func presented(by request: HTTPRequest) throws(PageTokenProblem) -> String {
    let name = settings.header.lowercased()
    guard let value = request.header(name), !value.isEmpty else { throw .missingHeader }
    let parts = value.split(separator: " ", omittingEmptySubsequences: false)
    // The word is compared without regard to case, as schemes are (RFC 9110 §11.1).
    guard request.count(of: name) == 1, parts.count == 2, parts[0].lowercased() == settings.type.lowercased(),
      !parts[1].isEmpty
    else { throw .wrongHeader(expected: "\(settings.header): \(settings.type) <token>") }
    return String(parts[1])
  }

  private func honoured() throws(AccountError) -> [JWTKey] {
    try keys.keys(for: .pageTokens).compactMap { JWTKey(id: $0.id, secret: $0.secret) }
  }
}

/// Why a request that rides on a session is refused.
public enum PageTokenProblem: Error, Sendable, Equatable {
  /// The token's header did not come.
  case missingHeader
  /// The header came twice, without its word or without a token; how it should look.
  case wrongHeader(expected: String)
  /// It is no token of this house.
  case malformed
  /// It is the token of somebody else than the session's user.
  case otherUser
  /// Its time is over.
  case expired
  /// The keys cannot be read.
  case unavailable(AccountError)

  /// The status of the answer.
  public var status: Int {
    switch self {
    case .missingHeader, .wrongHeader, .malformed: 400
    case .otherUser, .expired: 403
    case .unavailable: 503
    }
  }

  /// What is wrong and what to do, for whoever wrote the script.
  public var message: String {
    switch self {
    case .missingHeader: "The JWT is missing: send the page's token along."
    case .wrongHeader(let expected): "The JWT header is wrong: it must be \"\(expected)\", once."
    case .malformed: "The JWT is malformed: send the page's token as it stands there."
    case .otherUser: "The JWT belongs to another user: load the page again."
    case .expired: "The JWT has expired: load the page again."
    case .unavailable: "The JWT cannot be checked now: try again in a moment."
    }
  }
}
