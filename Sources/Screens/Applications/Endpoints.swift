import Model
import TerminalUI

/// How an application uses the OAuth 2.0 endpoints: their addresses, their parameters, and a request that is ready to
/// be tried.
enum Endpoints {
  /// The code verifier of RFC 7636 Appendix B; its challenge is in the example, so that the two examples fit together.
  private static let exampleVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  private static let exampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  static func lines(for client: Client, issuer: String, width: Int) -> [DetailLine] {
    let authorize = issuer + "/oauth/authorize"
    let token = issuer + "/oauth/token"
    var lines = [DetailLine.wide("OAuth 2.0 endpoints", role: .title)]
    lines.append(DetailLine("Authorize", authorize, role: .link, copies: authorize))
    lines += parameters(
      width: width,
      [
        ("response_type", "code"), ("client_id", "the client id above"), ("redirect_uri", "one of the redirect URIs"),
        ("scope", "scope ids, separated by spaces"), ("state", "a value that you check when it comes back"),
        ("code_challenge", "base64url of SHA-256 of a random verifier"), ("code_challenge_method", "S256"),
      ])
    lines += example(authorizeExample(for: client, authorize), width: width)
    lines.append(DetailLine("Token", token, role: .link, copies: token))
    lines += parameters(
      width: width,
      [
        ("grant_type", "authorization_code, refresh_token or client_credentials"), ("code", "the code that came back"),
        ("redirect_uri", "the same as before"), ("code_verifier", "the verifier"),
        ("refresh_token", "to refresh: the latest one"),
      ])
    lines += example(tokenExample(for: client, token), width: width)
    return lines
  }

  /// A ready authorization request.
  static func authorizeExample(for client: Client, _ authorize: String) -> String {
    let query = [
      ("response_type", "code"), ("client_id", client.clientID.text),
      ("redirect_uri", client.profile.redirectURIs.first?.text ?? ""), ("scope", Scope.userEmail.id),
      ("state", "af0ifjsldkj"), ("code_challenge", exampleChallenge), ("code_challenge_method", "S256"),
    ]
    return authorize + "?" + query.map { "\($0.0)=\(encoded($0.1))" }.joined(separator: "&")
  }

  /// A ready token request for curl; the secret is left to be filled in.
  static func tokenExample(for client: Client, _ token: String) -> String {
    let login =
      client.profile.type == .confidential ? "-u \(client.clientID):$CLIENT_SECRET" : "-d client_id=\(client.clientID)"
    let uri = encoded(client.profile.redirectURIs.first?.text ?? "")
    return "curl \(login) -d grant_type=authorization_code -d code=$CODE -d redirect_uri=\(uri) "
      + "-d code_verifier=\(exampleVerifier) \(token)"
  }

  /// Names and what they mean: side by side where there is room, else one above the other.
  private static func parameters(width: Int, _ list: [(String, String)]) -> [DetailLine] {
    list.flatMap { name, meaning in
      guard width >= 76 else {
        return [DetailLine.wide("  " + name)]
          + TextWidth.wrapped(meaning, to: width - 8).map { .wide("    " + $0, role: .muted) }
      }
      return TextWidth.wrapped(meaning, to: width - 44).enumerated().map { index, line in
        DetailLine("", (index == 0 ? name : "").padded(to: 23) + line, role: .muted)
      }
    }
  }

  /// An example in as many lines as it takes, broken in front of a parameter where possible; its first line copies it.
  private static func example(_ text: String, width: Int) -> [DetailLine] {
    let room = max(20, width - (width < 60 ? 17 : 20))
    var lines = [""]
    for piece in pieces(text) {
      if TextWidth.of(lines[lines.count - 1] + piece) > room { lines.append("") }
      lines[lines.count - 1] += piece
    }
    return lines.filter { !$0.isEmpty }.enumerated().map { index, line in
      DetailLine(index == 0 ? "Example" : "", line, copies: index == 0 ? text : nil)
    }
  }

  /// A request cut where lines may be broken: in front of `&` and of an option, which stays with its value.
  private static func pieces(_ text: String) -> [String] {
    var pieces = [""]
    var previous: Character = " "
    for character in text {
      let isOption = character == "-" && previous == " "
      if character == "&" || isOption { pieces.append("") }
      pieces[pieces.count - 1].append(character)
      previous = character
    }
    return pieces
  }

  /// Percent-encodes all but unreserved characters (RFC 3986 §2.3).
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}

extension String {
  /// The text with spaces behind it up to a number of characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
