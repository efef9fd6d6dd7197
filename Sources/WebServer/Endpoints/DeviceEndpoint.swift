import Accounts
import Cryptography
import HTTPServer
import Model
import OAuth
import Storage

/// `GET`, `POST /device`: where a person types the code that a device shows, sees which application waits there, and
/// lets it in or not (RFC 8628 §3.3).
struct DeviceEndpoint: Sendable {
  let services: WebServices
  let people: SignInPages

  /// The form for the code; one that came with the address is filled in, never acted upon.
  func ask(_ request: HTTPRequest) -> HTTPAnswer {
    people.answering(request) { (desk) throws(AccountError) in
      let query = try? FormParameters((request.query ?? "").utf8)
      let code = query?["user_code"].flatMap(UserCode.init(typed:))
      guard let visit = try desk.sessions.visit(request) else {
        return .now(people.signInFirst(request, then: "/device" + (code.map { "?user_code=\($0)" } ?? "")))
      }
      let forms = try Forms(visit, code: nil, desk)
      return .now(codePage(code?.description ?? "", problem: nil, status: 200, forms, to: request))
    }
  }

  /// Takes the code, and then the answer. Both are written: a look at a code counts as a guess.
  func decide(_ request: HTTPRequest) -> HTTPAnswer {
    let form: FormParameters
    do throws(FormRefusal) { form = try FormParameters(body: request) } catch {
      return .now(people.unreadable(error, to: request))
    }
    return people.answering(request) { (desk) throws(AccountError) in
      guard let visit = try desk.sessions.visit(request) else {
        return .now(people.signInFirst(request, then: "/device"))
      }
      let typed = form["user_code"] ?? ""
      guard try isOurs(form, typed, visit, desk), !FormSeal.isCrossSite(request), form.duplicates.isEmpty else {
        return .now(people.pages.answer(SignInPages.staleForm, status: 403, to: request))
      }
      let isApproved = form["confirm"].map { $0 == "yes" }
      let forms = try Forms(visit, code: UserCode(typed: PlainText.trimmed(typed)), desk)
      let account = visit.account
      return people.commit(
        isApproved.map { account.decide(typed: typed, isApproved: $0) } ?? account.lookUp(typed: typed), for: request
      ) { answer in
        switch answer {
        case .success(let device): page(device, isApproved, forms, to: request)
        case .failure(let error): refusal(error, typed, forms, to: request)
        }
      }
    }
  }

  /// What the forms of the next page hold, and who is asked.
  private struct Forms {
    let user: String
    let code: String
    let confirmation: String
    let apiToken: String

    /// - Parameter code: the code that the next form may be about.
    init(_ visit: BrowserVisit, code: UserCode?, _ desk: PageDesk) throws(AccountError) {
      user = visit.account.user.label
      self.code = try desk.seals.seal(.device, of: .visit(visit))
      confirmation = try desk.seals.seal(.deviceConfirmation, of: .visit(visit), about: [code?.description ?? ""])
      apiToken = try desk.tokens.issue(for: visit)
    }
  }

  /// The first form is sealed by itself, the second for the code that was confirmed.
  private func isOurs(
    _ form: FormParameters, _ typed: String, _ visit: BrowserVisit, _ desk: PageDesk
  ) throws(AccountError) -> Bool {
    let field = form[FormSeal.field]
    guard form["confirm"] != nil else { return try desk.seals.accepts(field, .device, of: .visit(visit)) }
    return try desk.seals.accepts(field, .deviceConfirmation, of: .visit(visit), about: [typed])
  }

  private func page(
    _ device: WaitingDevice, _ isApproved: Bool?, _ forms: Forms, to request: HTTPRequest
  ) -> HTTPResponse {
    guard let isApproved else { return confirmPage(device, forms, to: request) }
    let name = device.request.client.profile.name.text
    return people.pages.answer(DeviceDonePage(application: name, isApproved: isApproved), to: request)
  }

  private func refusal(
    _ error: AccountError, _ typed: String, _ forms: Forms, to request: HTTPRequest
  ) -> HTTPResponse {
    switch error {
    case .notFound:
      let problem = "No device waits under this code. Check it, or start again on the device."
      return codePage(String(typed.prefix(32)), problem: problem, status: 404, forms, to: request)
    case .throttled(let seconds):
      var response = codePage("", problem: error.sentence, status: 429, forms, to: request)
      response.headers.append(("Retry-After", String(seconds)))
      return response
    default: return people.failure(error, to: request)
    }
  }

  private func codePage(
    _ code: String, problem: String?, status: Int, _ forms: Forms, to request: HTTPRequest
  ) -> HTTPResponse {
    let page = DeviceCodePage(problem: problem, code: code, hidden: [(FormSeal.field, forms.code)])
    return people.pages.answer(page, status: status, to: request)
  }

  private func confirmPage(_ device: WaitingDevice, _ forms: Forms, to request: HTTPRequest) -> HTTPResponse {
    let code = device.code.description
    let asked = device.request
    let page = DeviceConfirmPage(
      code: code, application: device.request.client.profile.name.text, owner: asked.owner.label,
      website: asked.client.profile.website.text, groups: services.permissions(asked.scopes), user: forms.user,
      hidden: [("user_code", code), (FormSeal.field, forms.confirmation)])
    return people.pages.answer(page, to: request, apiToken: forms.apiToken)
  }
}
