extension String {
  /// What stands behind the first space of an `Authorization` header of a scheme (RFC 9110 §11.6.2), which may be written
  /// in either case; empty when nothing does, and nothing for another scheme.
  ///
  /// - Parameter scheme: in lower case.
  func credentials(of scheme: StaticString) -> String? {
    let length = scheme.utf8CodeUnitCount
    var header = utf8.makeIterator()
    for index in 0..<length {
      guard let byte = header.next(), byte | 0x20 == scheme.utf8Start[index] else { return nil }
    }
    guard let space = header.next() else { return "" }
    return space == UInt8(ascii: " ") ? String(decoding: utf8.dropFirst(length + 1), as: UTF8.self) : nil
  }
}
