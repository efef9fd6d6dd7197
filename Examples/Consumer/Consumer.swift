import Cryptography
import ExampleSupport
import HTTPClient
import HTTPServer
import OAuth
import OAuthClient
import WebServer

/// An application that lets people in through Postern: it asks for a code, exchanges it, shows what it got, refreshes it,
/// and uses it at the resource server.
@main
enum Consumer {
  static func main() {
    let port = UInt16(Example.variable("PORT") ?? "") ?? 5100
    let site = ConsumerSite(
      client: OAuthClient(
        issuer: Example.variable("POSTERN_ISSUER") ?? "http://127.0.0.1:5000",
        clientID: Example.required("POSTERN_CLIENT_ID", "the client id that registering it gave"),
        clientSecret: Example.variable("POSTERN_CLIENT_SECRET"),
        redirectURI: "http://127.0.0.1:\(port)/authorized"),
      resource: Example.variable("RESOURCE") ?? "http://127.0.0.1:5001",
      scope: Example.variable("SCOPE") ?? "test:scope user:email")
    Example.serve(port: port, site.answer)
  }
}

/// Its pages.
struct ConsumerSite: Sendable {
  let client: OAuthClient
  let resource: String
  let scope: String
  let visits = Visits()

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    let (id, visit) = visits.visit(Cookies(request)["consumer"])
    var response =
      switch (request.method, request.path) {
      case ("GET", "/"): start(visit)
      case ("POST", "/login"): login(id)
      case ("GET", "/authorized"): authorized(request, id, visit)
      case ("POST", "/refresh"): refresh(id, visit)
      case ("POST", "/logout"): logout(id, visit)
      case ("GET", "/resource"): callResource(visit)
      default: HTTPResponse(status: 404)
      }
    response.headers.append(("Set-Cookie", SetCookie(name: "consumer", value: id, isSecure: false).text))
    return response
  }

  private func start(_ visit: Visits.Visit) -> HTTPResponse {
    guard let tokens = visit.tokens else {
      return page(
        "Example consumer", "<form method=\"post\" action=\"/login\"><button>Log in with Postern</button></form>")
    }
    return page(
      "Logged in",
      """
      <dl><dt>Access token</dt><dd>\(shown(tokens.accessToken))</dd><dt>Scope</dt><dd>\(tokens.scope)</dd>
      <dt>Lives for</dt><dd>\(tokens.expiresIn) seconds</dd>
      <dt>Refresh token</dt><dd>\(tokens.refreshToken.map(shown) ?? "none")</dd></dl>
      <p><a href="/resource">Fetch the protected page</a></p>
      <form method="post" action="/refresh"><button>Refresh</button></form>
      <form method="post" action="/logout"><button>Log out</button></form>
      """)
  }

  private func login(_ id: String) -> HTTPResponse {
    let state = Base62.random(length: 32, random: .system)
    let verifier = Base62.random(length: 64, random: .system)
    visits.change(id) { ($0.state, $0.verifier) = (state, verifier) }
    return redirect(to: client.authorizationURL(scope: scope, state: state, verifier: verifier))
  }

  /// Takes the answer: only one to a question that this browser asked (state), from the server that was asked (iss).
  private func authorized(_ request: HTTPRequest, _ id: String, _ visit: Visits.Visit) -> HTTPResponse {
    guard let parameters = try? FormParameters((request.query ?? "").utf8), parameters.duplicates.isEmpty,
      let state = visit.state, parameters["state"] == state, parameters["iss"] == client.issuer
    else { return page("Not asked for", "<p>This answer belongs to no question of this browser.</p>", status: 400) }
    visits.change(id) { $0.state = nil }
    guard let code = parameters["code"], let verifier = visit.verifier else {
      return page("Not let in", "<p>\(parameters["error"] ?? "unknown"): \(parameters["error_description"] ?? "")</p>")
    }
    return keep(id) { () throws(OAuthClientError) in try client.exchange(code: code, verifier: verifier) }
  }

  private func refresh(_ id: String, _ visit: Visits.Visit) -> HTTPResponse {
    guard let token = visit.tokens?.refreshToken else { return redirect(to: "/") }
    return keep(id) { () throws(OAuthClientError) in try client.refresh(token) }
  }

  private func keep(_ id: String, _ get: () throws(OAuthClientError) -> Tokens) -> HTTPResponse {
    do throws(OAuthClientError) {
      let tokens = try get()
      visits.change(id) { $0.tokens = tokens }
      return redirect(to: "/")
    } catch {
      visits.change(id) { $0.tokens = nil }
      return page("Refused", "<p>\(words(error))</p><p><a href=\"/\">Back</a></p>", status: 502)
    }
  }

  private func logout(_ id: String, _ visit: Visits.Visit) -> HTTPResponse {
    // Ends the whole family; what goes wrong then is of no use to anybody here.
    if let token = visit.tokens?.refreshToken ?? visit.tokens?.accessToken { try? client.revoke(token) }
    visits.change(id) { $0 = Visits.Visit() }
    return redirect(to: "/")
  }

  private func callResource(_ visit: Visits.Visit) -> HTTPResponse {
    guard let token = visit.tokens?.accessToken else { return redirect(to: "/") }
    do throws(HTTPClientError) {
      let result = try HTTPClient().send(
        HTTPCall("GET", "\(resource)/test", headers: [("Authorization", "Bearer \(token)")]))
      let body = String(decoding: result.body, as: UTF8.self)
      return page(
        "The resource server says", "<p>Status \(result.status)</p><pre>\(body)</pre><p><a href=\"/\">Back</a></p>")
    } catch {
      return page("No answer", "<p>\(resource): \(error.sentence)</p>", status: 502)
    }
  }

  /// Enough of a token to tell two apart.
  private func shown(_ token: String) -> String { "\(token.prefix(4))…\(token.suffix(4))" }

  private func words(_ error: OAuthClientError) -> String {
    switch error {
    case .unreachable(let sentence): "The authorization server cannot be reached: \(sentence)"
    case .refused(_, let code, let description): "\(code): \(description)"
    case .unreadable: "The authorization server's answer cannot be read."
    }
  }

  private func redirect(to location: String) -> HTTPResponse {
    HTTPResponse(status: 303, headers: [("Location", location), ("Cache-Control", "no-store")])
  }

  private func page(_ title: String, _ content: HTML, status: Int = 200) -> HTTPResponse {
    let page: HTML = """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>\(title)</title><h1>\(title)</h1>\(content)</html>

      """
    return HTTPResponse(
      status: status,
      headers: [
        ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
      ], body: Array(page.text.utf8))
  }
}
