import Model
import OAuth
import TestSupport
import Testing

@Suite struct MetadataTests {
  private func metadata(_ configure: (inout OAuthSettings) -> Void = { _ in }) throws -> JSON {
    try ProtocolHouse(configure).server.metadata
  }

  @Test func `the defaults are told as they are (RFC 8414 §2)`() throws {
    let metadata = try metadata()
    let root = "https://auth.example.org"
    #expect(metadata["issuer"] == root)
    for (name, path) in [
      ("authorization", "authorize"), ("token", "token"), ("revocation", "revoke"), ("introspection", "introspect"),
      ("device_authorization", "device_authorization"),
    ] {
      #expect(metadata[name + "_endpoint"] == "\(root)/oauth/\(path)")
    }
    #expect(metadata["response_types_supported"] == "[\"code\"]")
    #expect(metadata["response_modes_supported"] == "[\"query\"]")
    #expect(
      metadata["grant_types_supported"]
        == "[\"authorization_code\",\"client_credentials\",\"refresh_token\","
        + "\"urn:ietf:params:oauth:grant-type:device_code\"]")
    #expect(metadata["code_challenge_methods_supported"] == "[\"S256\"]")
    #expect(metadata["authorization_response_iss_parameter_supported"] == "true")
    let methods = "\"client_secret_basic\",\"client_secret_post\""
    #expect(metadata["token_endpoint_auth_methods_supported"] == "[\(methods),\"none\"]")
    #expect(metadata["revocation_endpoint_auth_methods_supported"] == "[\(methods),\"none\"]")
    #expect(metadata["introspection_endpoint_auth_methods_supported"] == "[\(methods)]")
  }

  @Test func `internal scopes are not told`() throws {
    #expect(
      try metadata()["scopes_supported"] == "[\"user:email\",\"data:read\",\"data:write\",\"AK:7\"]")
  }

  @Test func `what is configured is told, and nothing else`() throws {
    let few = try metadata { $0.grantTypes = [.clientCredentials] }
    #expect(few["grant_types_supported"] == "[\"client_credentials\"]")
    #expect(few["device_authorization_endpoint"] == nil)
    // Codes that nobody could redeem are not given.
    #expect(few["response_types_supported"] == "[]")
    let implicit = try metadata {
      $0.responseTypes = [.code, .token]
      $0.grantTypes.insert(.password)
    }
    #expect(implicit["response_types_supported"] == "[\"code\",\"token\"]")
    #expect(implicit["response_modes_supported"] == "[\"query\",\"fragment\"]")
    #expect(implicit["grant_types_supported"]?.contains("\"password\"") == true)
    #expect(implicit["grant_types_supported"]?.contains("\"implicit\"") == true)
    #expect(try metadata { $0.responseTypes = [.token] }["response_modes_supported"] == "[\"fragment\"]")
  }
}
