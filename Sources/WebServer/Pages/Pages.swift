import Configuration
import HTTPServer
import OAuth

/// What a page shows: its title and the content of its main landmark.
public protocol PageContent: Sendable {
  /// What the page is called, in the browser's tab and as its first heading.
  var title: String { get }
  /// The content below the heading.
  func content(of pages: Pages) -> HTML
}

/// The house's pages: one frame around all of them, and answers with all the headers that keep a page to the person it
/// was made for.
public struct Pages: Sendable {
  /// What people call this house.
  public let siteName: String
  /// What stands before every path of this house: the path of the issuer, without a slash at its end; mostly empty.
  public let base: String
  private let cookies: SafeCookies

  /// The pages of a house; `siteName` and `issuer` count.
  public init(settings: Settings) {
    siteName = settings.siteName
    base = Self.path(of: settings.issuer.text)
    cookies = SafeCookies(settings)
  }

  /// A path of this house, as it stands in links and redirects.
  public func path(_ path: String) -> String { base + path }

  /// The answer that shows a page.
  ///
  /// - Parameters:
  ///   - onward: where a form of the page may lead; ``FormTarget/here`` unless it answers with a redirect to a client.
  ///   - apiToken: for the scripts of a signed-in person (``PageTokens``).
  public func answer(
    _ page: some PageContent, status: Int = 200, to request: HTTPRequest, onward: FormTarget = .here,
    apiToken: String? = nil, setting new: [SetCookie] = []
  ) -> HTTPResponse {
    var response = HTTPResponse(status: status, body: Array(document(page, apiToken: apiToken).text.utf8))
    response.headers = [("Content-Type", "text/html; charset=utf-8")] + PageResponse.headers(onward: onward)
    return finish(response, for: request, setting: new)
  }

  /// The answer that leads elsewhere, to be fetched with GET: never 307, which would send a password on (RFC 9700 §4.12).
  ///
  /// - Parameter location: a path of this house, or a client's redirect URI with its parameters. What could end the
  ///   header's line or is no part of a URL is percent-encoded.
  public func redirect(
    to location: String, for request: HTTPRequest, setting new: [SetCookie] = []
  ) -> HTTPResponse {
    var response = HTTPResponse(status: 303, headers: [("Location", FormEncoder.printable(location))])
    response.headers += PageResponse.headers(onward: .here)
    return finish(response, for: request, setting: new)
  }

  private func finish(_ response: HTTPResponse, for request: HTTPRequest, setting new: [SetCookie]) -> HTTPResponse {
    var response = response
    if cookies.isSecure(request) { response.headers.append(("Strict-Transport-Security", "max-age=31536000")) }
    response.headers += new.map { ("Set-Cookie", $0.text) }
    return response
  }

  private func document(_ page: some PageContent, apiToken: String?) -> HTML {
    let token: HTML = apiToken.map { "\n<meta name=\"api-token\" content=\"\($0)\">" } ?? ""
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex">\(token)
      <title>\(page.title) · \(siteName)</title>
      <link rel="stylesheet" href="\(path(StyleSheet.path))">
      </head>
      <body>
      <header class="site"><span class="mark" aria-hidden="true"></span>\(siteName)</header>
      <main>
      <h1>\(page.title)</h1>
      \(page.content(of: self))
      </main>
      </body>
      </html>

      """
  }

  /// The path of an issuer: what stands behind its host.
  private static func path(of issuer: String) -> String {
    let afterScheme = issuer.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
    return String(Substring(afterScheme.drop { $0 != UInt8(ascii: "/") }))
  }
}
