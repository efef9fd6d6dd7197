import FoundationEssentials
import HTTPServer

/// The JSON answer of the session API to what went wrong: `{"status": 403, "message": "…"}`.
struct APIAnswer: Encodable {
  let status: Int
  let message: String

  var response: HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = (try? encoder.encode(self)).map { Array($0) } ?? []
    return HTTPResponse(
      status: status, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")], body: body)
  }
}

extension PageTokenProblem {
  /// What a script is answered.
  public var response: HTTPResponse {
    var response = APIAnswer(status: status, message: message).response
    if status == 503 { response.headers.append(("Retry-After", "1")) }
    return response
  }
}
