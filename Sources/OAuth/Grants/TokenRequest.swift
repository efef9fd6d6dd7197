import FoundationEssentials
import Model
import Storage

/// A request to the token endpoint whose client is known.
public struct TokenRequest: Sendable {
  /// What came in the body.
  public let parameters: ProtocolParameters
  /// Who asks.
  public let client: ProtocolClient
  private let place: @Sendable () -> Origin

  /// A request.
  ///
  /// - Parameter origin: from where; put into words only when the audit log is to tell of it, which is rare.
  public init(
    parameters: ProtocolParameters, client: ProtocolClient, origin: @autoclosure @escaping @Sendable () -> Origin
  ) {
    self.parameters = parameters
    self.client = client
    place = origin
  }

  /// From where, for the audit log.
  public var origin: Origin { place() }
}

/// What the token endpoint answers once the change is on the disk.
public typealias TokenOutcome = Result<TokenAnswer, OAuthError>

extension AuthorizationServer {
  /// Checks a request and says what is to be written for it; the answer comes out of the change.
  ///
  /// The password grant asks for somebody's password, which is not the protocol's to look at: see
  /// ``passwordGrant(_:user:)``.
  /// - Throws: what is wrong with the request.
  public func grant(_ request: TokenRequest) throws(OAuthError) -> Change<TokenOutcome> {
    switch try grantType(of: request.parameters) {
    case .authorizationCode: try redeemCode(request)
    case .clientCredentials: try clientCredentials(request)
    case .refreshToken: try refresh(request)
    case .deviceCode: try pollDevice(request)
    case .password: throw OAuthError(.unsupportedGrantType, "The password grant is not available here.")
    }
  }

  /// The grant that a request is about, if the house allows it.
  public func grantType(of parameters: ProtocolParameters) throws(OAuthError) -> GrantType {
    let name = try parameters.required("grant_type")
    guard let type = GrantType(rawValue: name), settings.grantTypes.contains(type) else {
      throw OAuthError(.unsupportedGrantType, "This grant_type is not available here.")
    }
    return type
  }
}
