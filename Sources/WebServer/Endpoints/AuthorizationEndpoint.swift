import Accounts
import HTTPServer
import Model
import OAuth
import Storage

/// `GET`, `POST /oauth/authorize`: asks the person whether an application may have what it wants, and sends the answer
/// there (RFC 6749 §3.1).
struct AuthorizationEndpoint: Sendable {
  let services: WebServices
  let people: SignInPages

  /// The parameters that the consent form brings back; whatever else came is ignored (RFC 6749 §3.1).
  private static let known = [
    "response_type", "client_id", "redirect_uri", "scope", "state", "response_mode", "prompt", "code_challenge",
    "code_challenge_method",
  ]

  /// Shows the question, or answers it where it was answered before.
  func ask(_ request: HTTPRequest) -> HTTPAnswer {
    checked(request, query: request.query ?? "") { (wish, visit, desk) throws(AccountError) in
      let isAsked: Bool
      do throws(OAuthError) {
        isAsked = try services.server.needsConsent(to: wish, by: visit.account.user, reading: desk.accounts.store)
      } catch {
        return .now(page(error, to: request))
      }
      return isAsked
        ? .now(try question(wish, visit, desk, to: request))
        : approve(wish, visit, to: request, isRemembered: true)
    }
  }

  /// Takes the person's answer.
  func decide(_ request: HTTPRequest) -> HTTPAnswer {
    let form: FormParameters
    do throws(FormRefusal) { form = try FormParameters(body: request) } catch {
      return .now(people.unreadable(error, to: request))
    }
    let stated: [(name: String, value: String)]
    do throws(FormProblem) { stated = try Self.stated(in: form) } catch {
      return .now(people.unreadable(.broken(error), to: request))
    }
    return checked(request, query: FormEncoder.encode(stated)) { (wish, visit, desk) throws(AccountError) in
      let isOurs = try desk.seals.accepts(
        form[FormSeal.field], .consent, of: .visit(visit), about: subject(of: wish))
      guard isOurs, !FormSeal.isCrossSite(request), form.duplicates.isEmpty else {
        return .now(people.pages.answer(SignInPages.staleForm, status: 403, to: request))
      }
      switch form["confirm"] {
      case "yes": return approve(wish, visit, to: request, isRemembered: false)
      case "no": return refuse(wish, visit, to: request)
      default: return .now(try question(wish, visit, desk, to: request))
      }
    }
  }

  /// Runs the protocol's checks and finds out who is there. What must not be told to the client becomes a page. What must
  /// be told is sent there, but only with somebody who is signed in: else anybody's application would make links to this
  /// house lead wherever it is registered (RFC 9700 §4.11.2).
  ///
  /// - Parameter query: the authorization request.
  private func checked(
    _ request: HTTPRequest, query: String,
    then next: @escaping @Sendable (AuthorizationRequest, BrowserVisit, PageDesk) throws(AccountError) -> HTTPAnswer
  ) -> HTTPAnswer {
    people.answering(request) { (desk) throws(AccountError) in
      let wish: Result<AuthorizationRequest, AuthorizationRefusal>
      do throws(OAuthError) {
        let parameters = try ProtocolParameters(encoded: query.utf8)
        wish = Result { () throws(AuthorizationRefusal) in
          try services.server.authorizationRequest(parameters, reading: desk.accounts.store)
        }
        if case .failure(.page(let error)) = wish { throw error }
      } catch {
        return .now(page(error, to: request))
      }
      guard let visit = try desk.sessions.visit(request) else {
        return .now(people.signInFirst(request, then: "/oauth/authorize?\(query)"))
      }
      switch wish {
      case .success(let wish): return try next(wish, visit, desk)
      case .failure(let refusal): return .now(refused(refusal, to: request))
      }
    }
  }

  private func refused(_ refusal: AuthorizationRefusal, to request: HTTPRequest) -> HTTPResponse {
    switch refusal {
    case .page(let error): page(error, to: request)
    case .redirect(let answer): redirect(answer, request)
    }
  }

  /// Sends the browser back to the client with what it is told.
  private func redirect(_ answer: AuthorizationRedirect, _ request: HTTPRequest) -> HTTPResponse {
    if let error = answer.error { services.metrics.countRefused(error.code.rawValue) }
    return people.pages.redirect(to: answer.location, for: request)
  }

  private func granted(_ answer: AuthorizationRedirect, ended: Int, _ request: HTTPRequest) -> HTTPResponse {
    if answer.isGrant { services.metrics.countIssued(by: "implicit") }
    services.metrics.countRevoked(.replaced, ended)
    return redirect(answer, request)
  }

  private func approve(
    _ wish: AuthorizationRequest, _ visit: BrowserVisit, to request: HTTPRequest, isRemembered: Bool
  ) -> HTTPAnswer {
    let (change, answer) = services.server.approve(
      wish, by: visit.account.user, from: services.origin(of: request), isRemembered: isRemembered)
    return commit(change) { result in
      switch result {
      case .success(let ended): granted(answer, ended: ended, request)
      case .failure(let error): redirect(services.server.fail(wish, because: error), request)
      }
    }
  }

  /// Where it cannot be recorded the answer is no all the same.
  private func refuse(_ wish: AuthorizationRequest, _ visit: BrowserVisit, to request: HTTPRequest) -> HTTPAnswer {
    let (change, answer) = services.server.refuse(wish, by: visit.account.user, from: services.origin(of: request))
    return commit(change) { _ in redirect(answer, request) }
  }

  private func commit<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Result<Value, StorageError>) -> HTTPResponse
  ) -> HTTPAnswer {
    .later { respond in
      services.writer.submit(change) { result in respond { answer(result) } }
    }
  }

  private func question(
    _ wish: AuthorizationRequest, _ visit: BrowserVisit, _ desk: PageDesk, to request: HTTPRequest
  ) throws(AccountError) -> HTTPResponse {
    let profile = wish.client.profile
    let seal = try desk.seals.seal(.consent, of: .visit(visit), about: subject(of: wish))
    let page = ConsentPage(
      application: profile.name.text, description: profile.description, website: profile.website.text,
      owner: wish.owner.label, userCount: wish.users, groups: services.permissions(wish.scopes),
      user: visit.account.user.label, destination: wish.destination,
      hidden: Self.carried(wish) + [(FormSeal.field, seal)],
      signOut: try people.signOutFields(of: visit, desk))
    return people.pages.answer(
      page, to: request, onward: FormTarget(redirectURI: wish.destination),
      apiToken: try desk.tokens.issue(for: visit))
  }

  /// The request as the form carries it. Of all its parameters only the state may hold anything, and browsers send a
  /// form's newlines in their own way (HTML §4.10.22.4); it must come back byte for byte, so it travels encoded.
  private static func carried(_ wish: AuthorizationRequest) -> [(name: String, value: String)] {
    wish.parameters.all.filter { known.contains($0.name) }.map { parameter in
      parameter.name == state ? (state, FormEncoder.encode(parameter.value)) : parameter
    }
  }

  /// The request that a form carried.
  private static func stated(in form: FormParameters) throws(FormProblem) -> [(name: String, value: String)] {
    try form.all.filter { known.contains($0.name) }.map { parameter throws(FormProblem) in
      parameter.name == state ? (state, try FormParameters.decode(Array(parameter.value.utf8)[...])) : parameter
    }
  }

  private static let state = "state"

  /// What a consent is about: the whole request, so that a form for another one is not taken for it.
  private func subject(of wish: AuthorizationRequest) -> [String] {
    wish.parameters.all.filter { Self.known.contains($0.name) }.flatMap { [$0.name, $0.value] }
  }

  private func page(_ error: OAuthError, to request: HTTPRequest) -> HTTPResponse {
    services.metrics.countRefused(error.code.rawValue)
    var response = people.pages.answer(
      ErrorPage(error.code, detail: error.description), status: error.status, to: request)
    if error.code == .temporarilyUnavailable { response.headers.append(("Retry-After", "2")) }
    return response
  }
}

extension WebServices {
  /// Scopes as people read them.
  func permissions(_ scopes: [String]) -> [PermissionGroup] {
    server.settings.scopes.grouped(scopes).map { group in
      PermissionGroup(name: group.group, scopes: group.scopes.map { ($0.id, $0.help) })
    }
  }
}
