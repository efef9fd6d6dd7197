/// Grants of the token endpoint, by the protocol's names (RFC 6749, RFC 8628).
public enum GrantType: String, Sendable, CaseIterable {
  case authorizationCode = "authorization_code"
  case clientCredentials = "client_credentials"
  case refreshToken = "refresh_token"
  case password
  case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
}

/// Response types of the authorization endpoint (RFC 6749 §3.1.1).
public enum ResponseType: String, Sendable, CaseIterable {
  case code, token
}

/// Who must use a code challenge.
public enum ProofKeyPolicy: String, Sendable, CaseIterable {
  case `public`, always, optional
}
