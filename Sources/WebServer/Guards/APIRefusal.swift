import Accounts
import HTTPServer
import OAuth

/// Why a guard lets a request not through.
public enum APIRefusal: Error, Sendable, Equatable {
  /// Neither a session nor a token came.
  case unauthenticated
  /// The token is no good, or lacks these scopes (RFC 6750 §3.1).
  case token(OAuthError, scopes: [String] = [])
  /// The session's proof is no good.
  case proof(PageTokenProblem)

  /// What is answered.
  public var response: HTTPResponse {
    switch self {
    case .unauthenticated:
      var response = APIAnswer(status: 401, message: "Sign in, or send a token.").response
      response.headers.append(("WWW-Authenticate", BearerChallenge.header(nil)))
      return response
    case .token(let error, let scopes): return .challenge(error, scopes: scopes)
    case .proof(let problem): return problem.response
    }
  }
}
