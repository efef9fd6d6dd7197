import HTTPServer
import Model

/// The answer to a request that may not pass: `{"status": 401, "message": "…"}`, with `error` where RFC 6750 has a code for
/// what is wrong.
public struct GuardRefusal: Error, Sendable {
  /// What is answered.
  public let response: HTTPResponse
  /// Why, for whoever counts: the code of what is wrong with a bearer token, or the status.
  public let reason: String

  /// A refusal.
  ///
  /// - Parameters:
  ///   - error: what is wrong with a bearer token: `invalid_request`, `invalid_token` or `insufficient_scope`; nothing for
  ///     anything else, and when no credentials came.
  ///   - message: what is wrong and what to do, for whoever wrote the client; never anything secret.
  ///   - scopes: those that are needed, where the token lacks one.
  ///   - seconds: after which the same request may be repeated, where that helps.
  public init(
    status: Int, error: String? = nil, message: String, scopes: [String] = [], retryAfter seconds: Int? = nil
  ) {
    let code = error.map { [(name: "error", value: JSON.string($0))] } ?? []
    let body = JSON.object([("status", .integer(Int64(status))), ("message", .string(message))] + code)
    var headers: [(name: String, value: String)] = [
      ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
    ]
    if status == 401 || error != nil {
      headers.append(("WWW-Authenticate", BearerChallenge.header(error, description: message, scopes: scopes)))
    }
    if let seconds { headers.append(("Retry-After", String(seconds))) }
    reason = error ?? String(status)
    response = HTTPResponse(status: status, headers: headers, body: body.bytes)
  }
}

/// The `WWW-Authenticate` header of a protected resource (RFC 6750 §3).
public enum BearerChallenge {
  /// The header's value.
  ///
  /// - Parameters:
  ///   - error: the code of why a token was refused; nothing when none came, and then nothing more is said (§3.1).
  ///   - description: characters that the header does not allow are left out.
  ///   - scopes: those that are needed.
  public static func header(_ error: String?, description: String, scopes: [String] = []) -> String {
    guard let error else { return "Bearer" }
    let allowed = description.utf8.filter { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    var header = "Bearer error=\"\(error)\", error_description=\"\(String(decoding: allowed, as: UTF8.self))\""
    if !scopes.isEmpty { header += ", scope=\"\(scopes.joined(separator: " "))\"" }
    return header
  }
}
