import FoundationEssentials

/// A sealed message in the compact form of RFC 7515 §3.1, `header.payload.seal`, with HS256 as its only algorithm.
enum JWS {
  /// Longer texts are not looked at.
  static let maximumLength = 4096

  private static let algorithm = "HS256"
  private static let type = "JWT"

  /// Seals a payload.
  static func seal(_ payload: [UInt8], key: JWTKey) -> String {
    // The name is written by hand: it is base64url or base62, and the order of members is always the same.
    let header = #"{"alg":"\#(algorithm)","kid":"\#(key.id)","typ":"\#(type)"}"#
    let message = "\(Base64.encode(header.utf8, .url)).\(Base64.encode(payload, .url))"
    return "\(message).\(Base64.encode(HMAC.seal(Array(message.utf8), key: key.secret), .url))"
  }

  /// The payload of a message that one of the keys sealed.
  ///
  /// Nothing of the header is believed but the name of the key: algorithm and type must be what they always are, and
  /// other members, `crit` first of all, are refused (RFC 7515 §4.1.11). A message without `kid` is checked only where
  /// there is one key.
  static func open(_ text: String, keys: [JWTKey]) throws(JWTProblem) -> [UInt8] {
    guard text.utf8.count <= maximumLength else { throw .malformed }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64.decode(parts[0], .url), let payload = Base64.decode(parts[1], .url),
      let seal = Base64.decode(parts[2], .url)
    else { throw .malformed }
    let key = try key(chosenBy: header, of: keys)
    guard HMAC.verify(seal, of: Array("\(parts[0]).\(parts[1])".utf8), key: key.secret) else { throw .wrongSeal }
    return payload
  }

  private static func key(chosenBy header: [UInt8], of keys: [JWTKey]) throws(JWTProblem) -> JWTKey {
    guard let names = try? JSONDecoder().decode([String: Ignored].self, from: Data(header)) else { throw .malformed }
    guard names.keys.allSatisfy(["alg", "kid", "typ"].contains) else { throw .unsupported }
    guard let header = try? JSONDecoder().decode(Header.self, from: Data(header)) else { throw .malformed }
    guard header.alg == algorithm, header.typ == nil || header.typ == type else { throw .unsupported }
    let chosen = header.kid.map { kid in keys.first { $0.id.utf8.elementsEqual(kid.utf8) } }
    guard let key = chosen ?? (keys.count == 1 ? keys[0] : nil) else { throw .unknownKey }
    return key
  }

  private struct Header: Decodable {
    let alg: String
    let kid: String?
    let typ: String?
  }

  /// A value of any kind, not looked at.
  private struct Ignored: Decodable {
    init(from decoder: any Decoder) {}
  }
}
