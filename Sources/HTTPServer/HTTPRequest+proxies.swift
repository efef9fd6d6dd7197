extension HTTPRequest {
  /// Takes the address and the scheme from what trusted proxies have written, each behind the one before it: the last
  /// address that is no proxy's own is the client's, and what stands before it may be anybody's invention. What is
  /// malformed is left alone.
  mutating func believeProxies(_ isTrusted: (PeerAddress) -> Bool) {
    for text in listed("x-forwarded-for").reversed() {
      guard let hop = PeerAddress(text) else { break }
      address = hop.text
      if !isTrusted(hop) { break }
    }
    switch listed("x-forwarded-proto").last {
    case "https": isSecure = true
    case "http": isSecure = false
    default: break
    }
  }

  /// The elements of a list, from all the headers that have a part of it (RFC 9110 §5.3).
  private func listed(_ name: String) -> [String] {
    headers.filter { $0.name == name }.flatMap { header in
      header.value.split(separator: ",", omittingEmptySubsequences: false).map { element in
        String(element.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
      }
    }
  }
}
