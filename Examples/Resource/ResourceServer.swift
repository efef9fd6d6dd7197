import Accounts
import Configuration
import ExampleSupport
import Guards
import HTTPServer
import Model
import OAuthClient
import Storage
import WebServer

/// A resource server: a page behind the scope `test:scope`, and an API behind `user:email`.
///
/// It finds out who calls in one of two ways. With POSTERN_DATABASE it looks into the same database as the server; else
/// it asks the server over HTTP, as the client of POSTERN_CLIENT_ID and POSTERN_CLIENT_SECRET, which must be one of the
/// server's `resourceServers`. POSTERN_ISSUER is the server, for both: whom to ask, or whose pages' tokens count.
@main
enum ResourceServer {
  static func main() {
    let guarded = Guard(verifier())
    let page = guarded.requireScopes("test:scope") { _, caller in
      text("Hello \(caller?.username ?? caller?.clientID ?? "stranger"), you may see this page.\n")
    }
    let email = guarded.requireScopes("user:email") { _, caller in
      text(JSON.object([("email", .text(caller?.email))]).compact, type: "application/json")
    }
    let who = guarded.requireAPIAuthentication(allowAnonymous: true) { _, caller in
      text("\(caller == nil ? "Nobody" : "Somebody") is here. The page at /test needs a token with test:scope.\n")
    }
    Example.serve(port: UInt16(Example.variable("PORT") ?? "") ?? 5001) { request in
      guard request.method == "GET" || request.method == "HEAD" else {
        return HTTPResponse(status: 405, headers: [("Allow", "GET, HEAD")])
      }
      return switch request.path {
      case "/": who(request)
      case "/test": page(request)
      case "/api/email": email(request)
      default: HTTPResponse(status: 404)
      }
    }
  }

  private static func verifier() -> any CallerVerifier {
    var settings = Settings()
    if let issuer = Example.variable("POSTERN_ISSUER") {
      do throws(IssuerURL.Problem) {
        settings.issuer = try IssuerURL(validating: issuer)
      } catch {
        Example.end("POSTERN_ISSUER cannot be \(issuer): \(error.sentence)")
      }
    }
    if let path = Example.variable("POSTERN_DATABASE") {
      do throws(StorageError) {
        return DatabaseVerifier(
          try WebServices(settings: settings, accountSettings: AccountSettings(), path: path, isDevelopment: true))
      } catch {
        Example.end(error.sentence)
      }
    }
    return IntrospectionVerifier(
      OAuthClient(
        issuer: settings.issuer.text,
        clientID: Example.required(
          "POSTERN_CLIENT_ID", "the client id of this resource server, or set POSTERN_DATABASE"),
        clientSecret: Example.required("POSTERN_CLIENT_SECRET", "its client secret"), redirectURI: ""))
  }

  private static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> HTTPResponse {
    HTTPResponse(
      status: 200, headers: [("Content-Type", type), ("Cache-Control", "no-store")], body: Array(text.utf8))
  }
}
