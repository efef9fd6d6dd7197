import Cryptography
import FoundationEssentials
import Model
import Storage

/// Tokens as a client receives them (RFC 6749 §5.1).
public struct TokenAnswer: Sendable {
  /// The access token.
  public let access: MachineSecret
  /// The refresh token, where the grant gives one.
  public let refresh: MachineSecret?
  /// How long the access token lives, in seconds.
  public let expiresIn: Int
  /// The ids of the scopes.
  public let scopes: [String]
  /// For whom the token acts; nothing when a client acts for itself.
  public let user: User?
  /// How many older tokens ended for it, in a house that allows one at a time; the client is not told.
  public let ended: Int

  /// The body of the answer. `user` is the seed's addition: its number, and its address where the scope says so.
  public var json: JSON {
    var members: [(name: String, value: JSON)] = [
      ("access_token", .string(access.text)), ("token_type", .string("Bearer")),
      ("expires_in", .integer(Int64(expiresIn))), ("scope", .string(scopes.joined(separator: " "))),
    ]
    if let refresh { members.append(("refresh_token", .string(refresh.text))) }
    if let user { members.append(("user", user.claims(within: scopes))) }
    return .object(members)
  }
}

extension User {
  /// What a client may learn of a user. An administrator made the account and vouches for its address.
  func claims(within scopes: [String]) -> JSON {
    var members: [(name: String, value: JSON)] = [("id", .integer(id.rawValue))]
    if scopes.contains(Scope.userEmail.id) {
      members += [("email", .string(email.text)), ("email_verified", .boolean(true))]
    }
    return .object(members)
  }
}

/// Tokens that were made and are not yet written.
struct MintedTokens {
  let access: MachineSecret
  let refresh: MachineSecret?
  let new: NewTokens
  let expiresIn: Int

  func answer(scopes: [String], user: User?, ended: Int = 0) -> TokenAnswer {
    TokenAnswer(access: access, refresh: refresh, expiresIn: expiresIn, scopes: scopes, user: user, ended: ended)
  }
}

extension AuthorizationServer {
  /// Makes an access token and, if there is to be one, a refresh token.
  func mint(withRefresh: Bool, at now: Date) -> MintedTokens {
    let access = secret(.accessToken)
    let refresh = withRefresh && settings.grantTypes.contains(.refreshToken) ? secret(.refreshToken) : nil
    let lifetime = Double(settings.refreshTokenLifetime)
    return MintedTokens(
      access: access, refresh: refresh,
      new: NewTokens(
        access: access.stored, accessExpiresAt: now.addingTimeInterval(Double(settings.accessTokenLifetime)),
        refresh: refresh.map { ($0.stored, now.addingTimeInterval(lifetime)) }),
      expiresIn: settings.accessTokenLifetime)
  }
}
