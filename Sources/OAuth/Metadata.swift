import Model

extension AuthorizationServer {
  /// What clients can find out by themselves (RFC 8414 §2).
  public var metadata: JSON {
    let root = settings.issuer.text
    let methods = ClientCredentials.Method.allCases.map(\.rawValue)
    var members: [(String, JSON)] = [
      ("issuer", .string(root)), ("authorization_endpoint", .string("\(root)/oauth/authorize")),
      ("token_endpoint", .string("\(root)/oauth/token")), ("revocation_endpoint", .string("\(root)/oauth/revoke")),
      ("introspection_endpoint", .string("\(root)/oauth/introspect")),
    ]
    if settings.grantTypes.contains(.deviceCode) {
      members.append(("device_authorization_endpoint", .string("\(root)/oauth/device_authorization")))
    }
    let responseTypes = ResponseType.allCases.filter(isOffered)
    let implicit = responseTypes.contains(.token) ? ["implicit"] : []
    members += [
      ("scopes_supported", .texts(settings.scopes.offered.map(\.id))),
      ("response_types_supported", .texts(responseTypes.map(\.rawValue))),
      ("response_modes_supported", .texts(responseTypes.map(\.mode))),
      (
        "grant_types_supported",
        .texts(GrantType.allCases.filter(settings.grantTypes.contains).map(\.rawValue) + implicit)
      ),
      ("token_endpoint_auth_methods_supported", .texts(methods)),
      ("revocation_endpoint_auth_methods_supported", .texts(methods)),
      ("introspection_endpoint_auth_methods_supported", .texts(methods.filter { $0 != "none" })),
      ("code_challenge_methods_supported", .texts([ProofKey.method])),
      ("authorization_response_iss_parameter_supported", .boolean(true)),
    ]
    return .object(members)
  }
}
