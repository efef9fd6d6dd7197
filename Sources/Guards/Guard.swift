import HTTPServer

/// Finds out who sent a request: in the same process from the database, or over HTTP from an authorization server.
public protocol CallerVerifier: Sendable {
  /// Who sent a request; nothing when it carries no credentials at all.
  ///
  /// - Throws: the answer to credentials that are not good.
  func caller(of request: HTTPRequest) throws(GuardRefusal) -> Caller?
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
        return GuardRefusal(status: 401, message: "Sign in, or send a token.").response
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
          status: 403, error: "insufficient_scope", message: "The token lacks a scope.", scopes: scopes
        ).response
      }
      return handler(request, caller)
    }
  }
}
