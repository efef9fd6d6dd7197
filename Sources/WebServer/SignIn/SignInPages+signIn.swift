import Accounts
import HTTPServer
import Model
import OAuth

extension SignInPages {
  /// What was posted to the sign-in page.
  private struct Attempt: Sendable {
    let email: String
    let password: String
    let next: LocalTarget?
  }

  /// GET /login?next=…: the form; whoever is signed in goes on at once.
  public func signInForm(_ request: HTTPRequest) -> HTTPAnswer {
    answering(request) { (desk) throws(AccountError) in
      let query = try? FormParameters((request.query ?? "").utf8)
      let next = target(query?["next"])
      if try desk.sessions.visit(request) != nil {
        return .now(pages.redirect(to: destination(next), for: request))
      }
      return .now(try signInPage(request, next: next, desk))
    }
  }

  /// POST /login: checks the form here and the password on another thread.
  public func signIn(_ request: HTTPRequest) -> HTTPAnswer {
    let form: FormParameters
    do throws(FormRefusal) {
      form = try FormParameters(body: request)
    } catch {
      return .now(unreadable(error, to: request))
    }
    return answering(request) { (desk) throws(AccountError) in
      switch try check(form, request, desk) {
      case .answer(let response): return .now(response)
      case .attempt(let attempt):
        return .later { respond in
          // The responder is called once: here only when the pool does not take the job.
          guard !pool.submit({ respond(outcome(of: attempt, request)) }) else { return }
          respond(busy(request))
        }
      }
    }
  }

  private enum Check {
    case answer(HTTPResponse)
    case attempt(Attempt)
  }

  /// What can be told without looking at the password.
  private func check(
    _ form: FormParameters, _ request: HTTPRequest, _ desk: PageDesk
  ) throws(AccountError) -> Check {
    let next = target(form["next"])
    let email = form["email"] ?? ""
    let password = form["password"] ?? ""
    guard let visitor = visitors.value(in: request), !FormSeal.isCrossSite(request),
      try desk.seals.accepts(form[FormSeal.field], .signIn, of: .visitor(visitor))
    else {
      let problem = "The form was out of date, or your browser keeps no cookies. Please try again."
      return .answer(try signInPage(request, status: 403, next: next, problem: problem, desk))
    }
    guard !PlainText.trimmed(email).isEmpty, !password.isEmpty else {
      let problem = "Enter your e-mail address or username, and your password."
      return .answer(try signInPage(request, status: 400, next: next, problem: problem, email: email, desk))
    }
    return .attempt(Attempt(email: email, password: password, next: next))
  }

  /// Looks at the password, on a thread of the pool.
  private func outcome(of attempt: Attempt, _ request: HTTPRequest) -> HTTPResponse {
    do throws(AccountError) {
      return try work { (desk) throws(AccountError) in
        do throws(AccountError) {
          let account = try desk.accounts.signIn(
            as: attempt.email, password: attempt.password, from: BrowserSessions.origin(of: request),
            network: NetworkAddress.network(of: request.address))
          let cookie = try desk.sessions.begin(account, for: request)
          return pages.redirect(to: destination(attempt.next), for: request, setting: [cookie])
        } catch {
          return try refusal(error, of: attempt, request, desk)
        }
      }
    } catch {
      return failure(error, to: request)
    }
  }

  private func refusal(
    _ error: AccountError, of attempt: Attempt, _ request: HTTPRequest, _ desk: PageDesk
  ) throws(AccountError) -> HTTPResponse {
    switch error {
    case .throttled(let seconds):
      var response = try signInPage(
        request, status: 429, next: attempt.next, problem: error.sentence, email: attempt.email, desk)
      response.headers.append(("Retry-After", String(seconds)))
      return response
    case .wrongCredentials, .signedOut:
      return try signInPage(
        request, status: 403, next: attempt.next, problem: error.sentence, email: attempt.email, desk)
    default: throw error
    }
  }

  /// The sign-in page with a fresh anti-forgery field.
  private func signInPage(
    _ request: HTTPRequest, status: Int = 200, next: LocalTarget?, problem: String? = nil, email: String = "",
    _ desk: PageDesk
  ) throws(AccountError) -> HTTPResponse {
    let (visitor, cookie) = visitors.obtain(for: request)
    let seal = try desk.seals.seal(.signIn, of: .visitor(visitor))
    let hidden = [(name: FormSeal.field, value: seal)] + (next.map { [(name: "next", value: $0.text)] } ?? [])
    // A name longer than any is not thrown back at the browser.
    let page = SignInPage(problem: problem, email: String(email.prefix(254)), hidden: hidden)
    return pages.answer(
      page, status: status, to: request, onward: onward(next), setting: cookie.map { [$0] } ?? [])
  }

  /// Where the form may lead: after it, an authorization that was given earlier is answered at once, so that the
  /// redirects of one post lead on to the client.
  private func onward(_ next: LocalTarget?) -> FormTarget {
    guard let next, next.path == pages.path("/oauth/authorize") else { return .here }
    let redirectURI = (try? FormParameters(next.query.utf8))?["redirect_uri"]
    return redirectURI.map(FormTarget.init(redirectURI:)) ?? .client(isLoopback: true)
  }

  /// A place of this house to go on to; nothing for any other, also on the same host beside the issuer's path.
  private func target(_ text: String?) -> LocalTarget? {
    text.flatMap(LocalTarget.init).flatMap { $0.path.hasPrefix("\(pages.base)/") ? $0 : nil }
  }

  private func destination(_ next: LocalTarget?) -> String { next?.text ?? pages.path("/account") }

  private func busy(_ request: HTTPRequest) -> HTTPResponse {
    var response = pages.answer(
      ErrorPage(
        title: "Too many people at the door", message: "Go back and try again in a few seconds.",
        code: "temporarily_unavailable"), status: 503, to: request)
    response.headers.append(("Retry-After", "5"))
    return response
  }
}
