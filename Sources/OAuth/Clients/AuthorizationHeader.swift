extension String {
  /// The two parts of an `Authorization` header (RFC 9110 §11.6.2): the scheme, in lower case, and what stands behind the
  /// first space; nothing without one.
  var schemeAndRest: (scheme: String, rest: String?) {
    guard let space = utf8.firstIndex(of: UInt8(ascii: " ")) else { return (lowercased(), nil) }
    return (self[..<space].lowercased(), String(self[utf8.index(after: space)...]))
  }
}
