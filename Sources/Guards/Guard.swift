import HTTPServer

/// Finds out who sent a request: in the same process from the database, or over HTTP from an authorization server.
public protocol CallerVerifier: Sendable {
  /// Who sent a request; nothing when it carries no credentials at all.
  ///
  /// - Throws: the answer to credentials that are not good.
  func caller(of request: HTTPRequest) throws(GuardRefusal) -> Caller?
}

/// The answer to a request that may not pass.
public struct GuardRefusal: Error, Sendable {
  /// What is answered.
  public let response: HTTPResponse

  /// A refusal.
  public init(_ response: HTTPResponse) { self.response = response }

  /// A refusal of a bearer token (RFC 6750 §3).
  ///
  /// - Parameters:
  ///   - error: `invalid_request`, `invalid_token` or `insufficient_scope`; nothing when no credentials came.
  ///   - description: printable ASCII without quotation marks and back slashes.
  public init(status: Int, error: String? = nil, description: String = "", scopes: [String] = []) {
    var challenge = "Bearer"
    var body = "{\"status\":\(status),\"message\":\"\(description)\"}"
    if let error {
      challenge += " error=\"\(error)\", error_description=\"\(description)\""
      if !scopes.isEmpty { challenge += ", scope=\"\(scopes.joined(separator: " "))\"" }
      body = "{\"status\":\(status),\"message\":\"\(description)\",\"error\":\"\(error)\"}"
    }
    self.init(
      HTTPResponse(
        status: status,
        headers: [
          ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("WWW-Authenticate", challenge),
        ], body: Array(body.utf8)))
  }
}

/// Stands before the routes of a resource server.
public struct Guard: Sendable {
  /// What answers a request that passed.
  public typealias Handler = @Sendable (HTTPRequest, Caller?) -> HTTPResponse

  private let verifier: any CallerVerifier

  /// A guard that asks a verifier.
  public init(_ verifier: any CallerVerifier) { self.verifier = verifier }

  /// Looks at any credentials that came and hands the caller on; good for routes that everybody may call.
  /// Credentials that are not good are refused all the same.
  public func verify(_ handler: @escaping Handler) -> @Sendable (HTTPRequest) -> HTTPResponse {
    { request in
      do throws(GuardRefusal) {
        return handler(request, try verifier.caller(of: request))
      } catch {
        return error.response
      }
    }
  }

  /// Lets in who is signed in or has a token, and everybody else where that is allowed; else 401.
  public func requireAPIAuthentication(
    allowAnonymous: Bool = false, _ handler: @escaping Handler
  ) -> @Sendable (HTTPRequest) -> HTTPResponse {
    verify { request, caller in
      guard caller != nil || allowAnonymous else {
        return GuardRefusal(status: 401, description: "Sign in, or send a token.").response
      }
      return handler(request, caller)
    }
  }

  /// Lets in whose token has all of these scopes; else 403 with the scopes that are needed. A session passes: it is the
  /// person itself. Nobody passes without credentials.
  public func requireScopes(
    _ scopes: String..., handler: @escaping Handler
  ) -> @Sendable (HTTPRequest) -> HTTPResponse {
    requireAPIAuthentication { request, caller in
      guard let caller, caller.means == .session || scopes.allSatisfy(caller.scopes.contains) else {
        return GuardRefusal(
          status: 403, error: "insufficient_scope", description: "The token lacks a scope.", scopes: scopes
        ).response
      }
      return handler(request, caller)
    }
  }
}
