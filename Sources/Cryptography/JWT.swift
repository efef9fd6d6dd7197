import FoundationEssentials

/// What a JSON Web Token says (RFC 7519 §4.1), and how it is sealed and believed. Times are whole seconds; no leeway is
/// given: who issues it and who checks it have one clock.
public struct JWT: Sendable, Equatable {
  /// Whom it is about (`sub`).
  public var subject: String
  /// For whom it is meant (`aud`).
  public var audience: String
  /// Who issued it (`iss`).
  public var issuer: String
  /// When it was issued (`iat`).
  public var issuedAt: Date
  /// From when on it holds (`nbf`).
  public var notBefore: Date
  /// From when on it no longer holds (`exp`).
  public var expiresAt: Date
  /// Its own name, given once (`jti`).
  public var id: String

  /// What a token is to say.
  public init(
    subject: String, audience: String, issuer: String, issuedAt: Date, notBefore: Date? = nil, expiresAt: Date,
    id: String
  ) {
    self.subject = subject
    self.audience = audience
    self.issuer = issuer
    self.issuedAt = issuedAt
    self.notBefore = notBefore ?? issuedAt
    self.expiresAt = expiresAt
    self.id = id
  }

  /// The token as it travels.
  public func sealed(with key: JWTKey) -> String {
    let claims = Claims(
      iss: issuer, sub: subject, aud: audience, exp: Self.seconds(expiresAt), nbf: Self.seconds(notBefore),
      iat: Self.seconds(issuedAt), jti: id)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // All claims are texts and numbers; none is infinite.
    guard let payload = try? encoder.encode(claims) else {
      fatalError("Texts and numbers can always be written as JSON.")
    }
    return JWS.seal(Array(payload), key: key)
  }

  /// Reads a token and believes it only if one of the keys sealed it, the right issuer issued it for the right audience,
  /// and it holds now. The seal is checked before a word of it is read.
  ///
  /// - Parameter keys: the keys that are honoured.
  public init(
    _ text: String, keys: [JWTKey], issuer: String, audience: String, now: Date
  ) throws(JWTProblem) {
    let payload = try JWS.open(text, keys: keys)
    guard let claims = try? JSONDecoder().decode(Claims.self, from: Data(payload)) else { throw .malformed }
    guard claims.iss.utf8.elementsEqual(issuer.utf8) else { throw .wrongIssuer }
    guard claims.aud.utf8.elementsEqual(audience.utf8) else { throw .wrongAudience }
    let moment = Self.seconds(now)
    guard moment < claims.exp else { throw .expired }
    guard claims.nbf <= moment, claims.iat <= moment else { throw .notYetValid }
    self.init(
      subject: claims.sub, audience: claims.aud, issuer: claims.iss, issuedAt: Self.date(claims.iat),
      notBefore: Self.date(claims.nbf), expiresAt: Self.date(claims.exp), id: claims.jti)
  }

  private struct Claims: Codable {
    let iss: String
    let sub: String
    let aud: String
    let exp: Int64
    let nbf: Int64
    let iat: Int64
    let jti: String
  }

  private static func seconds(_ moment: Date) -> Int64 { Int64(moment.timeIntervalSince1970.rounded(.down)) }

  private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}
