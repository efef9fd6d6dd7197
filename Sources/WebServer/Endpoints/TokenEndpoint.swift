import Accounts
import HTTPServer
import Model
import OAuth
import Storage

/// `POST /oauth/token` (RFC 6749 §3.2).
struct TokenEndpoint: Sendable {
  let services: WebServices

  private var endpoint: ClientEndpoint { ClientEndpoint(services: services) }

  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    endpoint.answer(request) { () throws(OAuthError) in
      let received = try endpoint.receive(request)
      let type = try services.server.grantType(of: received.parameters)
      if type == .password { return try password(received, request) }
      let change = try services.server.grant(received)
      return endpoint.commit(change) { outcome in response(outcome, to: type) }
    }
  }

  /// The password grant (RFC 6749 §4.3): the password is looked at where the sign-in page's are, and counts as one.
  private func password(_ received: TokenRequest, _ request: HTTPRequest) throws(OAuthError) -> HTTPAnswer {
    let name = try received.parameters.required("username")
    let password = try received.parameters.required("password")
    let network = NetworkAddress.network(of: request.address)
    return .later { respond in
      let isTaken = services.people.pool.submit {
        do throws(AccountError) {
          let account = try services.people.work { (desk) throws(AccountError) in
            try desk.accounts.signIn(as: name, password: password, from: received.origin, network: network)
          }
          issue(for: account.user, received, respond)
        } catch {
          respond(refuse(error))
        }
      }
      guard !isTaken else { return }
      respond(endpoint.refuse(OAuthError(.temporarilyUnavailable, "Too many sign in; try again."), retryAfter: 5))
    }
  }

  private func issue(
    for user: User, _ received: TokenRequest, _ respond: Responder
  ) {
    do throws(OAuthError) {
      let change = try services.server.passwordGrant(received, user: user)
      guard case .later(let body) = endpoint.commit(change, then: { response($0, to: .password) }) else { return }
      body(respond)
    } catch {
      respond(endpoint.refuse(error))
    }
  }

  private func refuse(_ error: AccountError) -> HTTPResponse {
    switch error {
    case .storage(let cause): endpoint.refuse(OAuthError(cause))
    // RFC 6749 has no code for it; the status is RFC 6585's (§4).
    case .throttled(let seconds):
      endpoint.refuse(OAuthError(.temporarilyUnavailable, error.sentence), status: 429, retryAfter: seconds)
    default: endpoint.refuse(OAuthError(.invalidGrant, "The user name or password is wrong."))
    }
  }

  private func response(_ outcome: TokenOutcome, to type: GrantType) -> HTTPResponse {
    switch outcome {
    case .success(let answer):
      services.metrics.countIssued(by: type.rawValue)
      services.metrics.countRevoked(.replaced, answer.ended)
      return .json(answer.json, headers: [("Pragma", "no-cache")])
    case .failure(let error):
      if error.isReplay { services.metrics.countRevoked(type == .refreshToken ? .tokenReplay : .codeReplay) }
      return endpoint.refuse(error)
    }
  }
}

/// `POST /oauth/revoke` (RFC 7009).
struct RevocationEndpoint: Sendable {
  let services: WebServices

  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    let endpoint = ClientEndpoint(services: services)
    return endpoint.answer(request) { () throws(OAuthError) in
      let received = try endpoint.receive(request)
      guard let change = try services.server.revoke(received) else { return .now(Self.done) }
      return endpoint.commit(change) { isFound in
        if isFound { services.metrics.countRevoked(.client) }
        return Self.done
      }
    }
  }

  /// The same for every token, known or not (§2.2).
  private static let done = HTTPResponse(status: 200, headers: [("Cache-Control", "no-store")])
}

/// `POST /oauth/introspect` (RFC 7662).
struct IntrospectionEndpoint: Sendable {
  let services: WebServices

  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    let endpoint = ClientEndpoint(services: services)
    return endpoint.answer(request) { () throws(OAuthError) in
      let received = try endpoint.receive(request)
      let found = try services.read { (store) throws(OAuthError) in
        try services.server.introspect(received, reading: store)
      }
      // Somebody has shown it to who asks.
      if let found { services.uses.note(found, at: services.server.now) }
      return .now(.json(services.server.describe(found)))
    }
  }
}

/// `POST /oauth/device_authorization` (RFC 8628 §3.1).
struct DeviceAuthorizationEndpoint: Sendable {
  let services: WebServices

  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    let endpoint = ClientEndpoint(services: services)
    return endpoint.answer(request) { () throws(OAuthError) in
      let received = try endpoint.receive(request)
      let (change, answer) = try services.server.authorizeDevice(received.parameters, client: received.client)
      return endpoint.commit(change) { _ in .json(answer) }
    }
  }
}
