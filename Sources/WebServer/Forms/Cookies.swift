import HTTPServer

/// The cookies that a browser sent (RFC 6265 §4.2).
public struct Cookies: Sendable {
  private let pairs: [(name: String, value: String)]

  /// Reads every `Cookie` header of a request; what is no `name=value` is passed over.
  public init(_ request: HTTPRequest) {
    pairs = request.headers.filter { $0.name == "cookie" }.flatMap { header in
      header.value.utf8.split(separator: UInt8(ascii: ";")).compactMap(Self.pair)
    }
  }

  /// The value of a cookie. Nothing when it came more than once: somebody put a second one beside ours, and which is
  /// which cannot be told.
  public subscript(_ name: String) -> String? {
    let values = pairs.filter { $0.name.utf8.elementsEqual(name.utf8) }
    return values.count == 1 ? values[0].value : nil
  }

  private static func pair(_ piece: Substring.UTF8View) -> (name: String, value: String)? {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    var piece = piece.drop(while: isSpace)
    while let last = piece.last, isSpace(last) { piece.removeLast() }
    guard let equals = piece.firstIndex(of: UInt8(ascii: "=")), equals > piece.startIndex else { return nil }
    return (String(Substring(piece[..<equals])), String(Substring(piece[equals...].dropFirst())))
  }
}

/// A cookie to be kept by the browser (RFC 6265 §4.1): for this host alone, on every path, out of scripts' reach, and
/// not sent along by posts from elsewhere.
public struct SetCookie: Sendable, Equatable {
  /// The whole name, such as `__Host-postern`.
  public let name: String
  /// A value that needs no quoting, such as base64url.
  public let value: String
  /// How long the browser keeps it, in seconds; 0 ends it at once; nothing: until the browser ends.
  public let maxAge: Int?
  /// Whether it is only sent under TLS.
  public let isSecure: Bool

  /// A cookie.
  public init(name: String, value: String, maxAge: Int? = nil, isSecure: Bool) {
    self.name = name
    self.value = value
    self.maxAge = maxAge
    self.isSecure = isSecure
  }

  /// What stands behind `Set-Cookie:`.
  public var text: String {
    let age = maxAge.map { "; Max-Age=\($0)" } ?? ""
    return "\(name)=\(value); Path=/\(age)\(isSecure ? "; Secure" : ""); HttpOnly; SameSite=Lax"
  }
}
