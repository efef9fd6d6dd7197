import HTTPServer
import Model
import OAuth
import Storage

extension HTTPRequest {
  /// The parameters of a form that was posted (RFC 6749 appendix B).
  func formParameters() throws(OAuthError) -> ProtocolParameters {
    let form: FormParameters
    do throws(FormRefusal) { form = try FormParameters(body: self) } catch {
      throw OAuthError(.invalidRequest, error.sentence)
    }
    return try ProtocolParameters(form)
  }
}

/// What the endpoints that clients call have in common: a form is read, the client is authenticated, errors are JSON.
struct ClientEndpoint: Sendable {
  let services: WebServices

  /// Reads a request and finds out whose it is.
  func receive(_ request: HTTPRequest) throws(OAuthError) -> TokenRequest {
    // What stands in a URL is in logs and histories (RFC 6749 §2.3.1, §3.2).
    guard request.query == nil else {
      throw OAuthError(.invalidRequest, "Send the parameters in the body, not in the query.")
    }
    let parameters = try request.formParameters()
    let credentials = try ClientCredentials(authorization: request.header("authorization"), parameters: parameters)
    let (client, secret) = try services.read { (store) throws(OAuthError) in
      try services.server.authenticate(credentials, from: services.origin(of: request), reading: store)
    }
    services.uses.note(client, with: secret, at: services.server.now)
    return TokenRequest(parameters: parameters, client: client, origin: services.origin(of: request))
  }

  /// Runs an endpoint; an error is counted and answered.
  func answer(_ request: HTTPRequest, _ body: () throws(OAuthError) -> HTTPAnswer) -> HTTPAnswer {
    do throws(OAuthError) { return try body() } catch {
      if var audit = error.audit {
        audit.origin = services.network(of: request)
        services.refusals.note(audit, to: services.writer)
      }
      return .now(refuse(error))
    }
  }

  /// Counts and answers an error.
  ///
  /// - Parameters:
  ///   - status: where it is not the error's own.
  ///   - seconds: after which the request may be repeated, where that helps.
  func refuse(_ error: OAuthError, status: Int? = nil, retryAfter seconds: Int = 1) -> HTTPResponse {
    services.metrics.countRefused(error.code.rawValue)
    return .error(error, status: status, retryAfter: seconds)
  }

  /// Hands a change to the writer and answers when it is on the disk.
  func commit<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Value) -> HTTPResponse
  ) -> HTTPAnswer {
    .later { respond in
      services.writer.submit(change) { result in
        // The writer has others to serve.
        respond {
          switch result {
          case .success(let value): answer(value)
          case .failure(let error): refuse(OAuthError(error))
          }
        }
      }
    }
  }
}
