import HTTPServer
import Model
import OAuth
import Storage

/// The small resources that a token can be tried on, as in Invenio-OAuth2Server.
struct ResourceEndpoints: Sendable {
  let services: WebServices

  /// `GET`, `POST /oauth/ping`: any live token will do.
  func ping(_ request: HTTPRequest) -> HTTPAnswer {
    .now(protected(request, by: []) { _ in Self.pong })
  }

  /// `GET /oauth/info`: who a token acts for, who holds it and what it may do.
  func info(_ request: HTTPRequest) -> HTTPAnswer {
    .now(
      protected(request, by: [ScopeCatalogue.testScope.id]) { token in
        .json(
          .object([
            ("client", .text(token.client?.clientID.text)),
            ("user", token.user.map { .integer($0.id.rawValue) } ?? .null), ("scopes", .texts(token.scopes)),
          ]))
      })
  }

  /// `GET /oauth/invalid`: asks for a scope that nobody can have.
  func invalid(_ request: HTTPRequest) -> HTTPAnswer {
    .now(protected(request, by: ["invalid"]) { _ in .json(.object([])) })
  }

  private static let pong = HTTPResponse.json(.object([("ping", .string("pong"))]))

  private func protected(
    _ request: HTTPRequest, by scopes: [String], _ body: (BearerToken) -> HTTPResponse
  ) -> HTTPResponse {
    do throws(OAuthError) {
      guard let token = try services.bearer(of: request) else { return .challenge(nil) }
      try services.server.require(scopes, of: token)
      return body(token)
    } catch {
      services.metrics.countRefused(error.code.rawValue)
      return .challenge(error, scopes: scopes)
    }
  }
}

extension WebServices {
  /// The live token that came with a request; nothing when none came.
  ///
  /// - Throws: `invalid_token`, `invalid_request`, or that the database cannot be asked.
  func bearer(of request: HTTPRequest) throws(OAuthError) -> BearerToken? {
    let query = try server.settings.acceptTokenInQuery ? request.queryParameters()["access_token"] : nil
    let presented = try PresentedToken(
      authorization: request.header("authorization"), body: try request.tokenInBody(), query: query)
    return try presented.map { (token) throws(OAuthError) in
      let found = try read { (store) throws(OAuthError) in try server.verify(token, reading: store) }
      uses.note(found, at: server.now)
      return found
    }
  }
}

extension HTTPRequest {
  /// The access token of a form that was posted.
  func tokenInBody() throws(OAuthError) -> String? {
    isPostedForm ? try PresentedToken.text(inForm: body) : nil
  }

  /// The parameters of the query.
  func queryParameters() throws(OAuthError) -> ProtocolParameters {
    try ProtocolParameters(encoded: (query ?? "").utf8)
  }
}
