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
    people.answering(request) { () throws(AccountError) in
      let query = try? FormParameters((request.query ?? "").utf8)
      let code = query?["user_code"].flatMap(UserCode.init(typed:))
      guard let visit = try people.sessions.visit(request) else {
        return people.signInFirst(request, then: "/device" + (code.map { "?user_code=\($0)" } ?? ""))
      }
      return try codePage(code?.description ?? "", problem: nil, status: 200, visit, to: request)
    }
  }

  /// Takes the code, and then the answer.
  func decide(_ request: HTTPRequest) -> HTTPAnswer {
    let form: FormParameters
    do throws(FormRefusal) { form = try FormParameters(body: request) } catch {
      return .now(people.unreadable(error, to: request))
    }
    return people.answering(request) { () throws(AccountError) in
      guard let visit = try people.sessions.visit(request) else {
        return people.signInFirst(request, then: "/device")
      }
      let typed = form["user_code"] ?? ""
      guard try isOurs(form, typed, visit), !FormSeal.isCrossSite(request), form.duplicates.isEmpty else {
        return people.pages.answer(SignInPages.staleForm, status: 403, to: request)
      }
      do throws(AccountError) {
        let device = try visit.account.waitingDevice(typed)
        guard let answer = form["confirm"] else { return try confirmPage(device, visit, to: request) }
        return try finish(device, isApproved: answer == "yes", visit, to: request)
      } catch {
        return try refusal(error, typed, visit, to: request)
      }
    }
  }

  /// The first form is sealed by itself, the second for the code that was confirmed.
  private func isOurs(_ form: FormParameters, _ typed: String, _ visit: BrowserVisit) throws(AccountError) -> Bool {
    let field = form[FormSeal.field]
    guard form["confirm"] != nil else { return try people.seals.accepts(field, .device, of: .visit(visit)) }
    return try people.seals.accepts(field, .deviceConfirmation, of: .visit(visit), about: [typed])
  }

  private func finish(
    _ device: WaitingDevice, isApproved: Bool, _ visit: BrowserVisit, to request: HTTPRequest
  ) throws(AccountError) -> HTTPResponse {
    if isApproved { try visit.account.approve(device) } else { try visit.account.refuse(device) }
    return people.pages.answer(
      DeviceDonePage(application: device.request.client.profile.name.text, isApproved: isApproved), to: request)
  }

  private func refusal(
    _ error: AccountError, _ typed: String, _ visit: BrowserVisit, to request: HTTPRequest
  ) throws(AccountError) -> HTTPResponse {
    switch error {
    case .notFound:
      let problem = "No device waits under this code. Check it, or start again on the device."
      return try codePage(String(typed.prefix(32)), problem: problem, status: 404, visit, to: request)
    case .throttled(let seconds):
      var response = try codePage("", problem: error.sentence, status: 429, visit, to: request)
      response.headers.append(("Retry-After", String(seconds)))
      return response
    default: throw error
    }
  }

  private func codePage(
    _ code: String, problem: String?, status: Int, _ visit: BrowserVisit, to request: HTTPRequest
  ) throws(AccountError) -> HTTPResponse {
    let seal = try people.seals.seal(.device, of: .visit(visit))
    return people.pages.answer(
      DeviceCodePage(problem: problem, code: code, hidden: [(FormSeal.field, seal)]), status: status, to: request)
  }

  private func confirmPage(
    _ device: WaitingDevice, _ visit: BrowserVisit, to request: HTTPRequest
  ) throws(AccountError) -> HTTPResponse {
    let code = device.code.description
    let asked = device.request
    let seal = try people.seals.seal(.deviceConfirmation, of: .visit(visit), about: [code])
    let page = DeviceConfirmPage(
      code: code, application: device.request.client.profile.name.text, owner: asked.owner.label,
      website: asked.client.profile.website.text, groups: services.permissions(asked.scopes),
      user: visit.account.user.label, hidden: [("user_code", code), (FormSeal.field, seal)])
    return people.pages.answer(page, to: request, apiToken: try people.tokens.issue(for: visit))
  }
}
