/// The parameters of a query or of a body of type `application/x-www-form-urlencoded` (RFC 6749 appendix B; WHATWG URL
/// §5.1), read strictly and kept in their order.
///
/// Only `&` separates. A plus sign is a space, a name without `=` has an empty value, and nothing between two `&` is no
/// parameter. Names that come twice are kept: whether that is an error is for the caller to say (RFC 6749 §3.1).
public struct FormParameters: Sendable {
  /// The most parameters that are read.
  public static let limit = 100

  /// Every parameter, decoded, in the order sent.
  public let all: [(name: String, value: String)]

  /// No parameters.
  public init() { all = [] }

  /// Reads an encoded query or body.
  ///
  /// - Throws: the first problem, for the whole: nothing is taken from a form that is broken somewhere.
  public init(_ encoded: some Sequence<UInt8>) throws(FormProblem) { try self.init(Array(encoded)) }

  /// The same of an array, as bodies are.
  public init(_ encoded: [UInt8]) throws(FormProblem) {
    var parameters: [(name: String, value: String)] = []
    for piece in encoded.split(separator: UInt8(ascii: "&")) {
      guard parameters.count < Self.limit else { throw .tooMany }
      let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
      let name = try Self.decode(piece[..<equals])
      let value = try Self.decode(piece[equals...].dropFirst())
      parameters.append((name, value))
    }
    all = parameters
  }

  /// The value of a parameter, the first where it came more than once; nothing when it did not come.
  public subscript(_ name: String) -> String? { all.first { Self.isSame($0.name, name) }?.value }

  /// The names that came more than once, each once.
  public var duplicates: [String] {
    var repeated: [String] = []
    // They are few, and looking at each pair is quicker than hashing them.
    for (index, (name, _)) in all.enumerated() where all[..<index].contains(where: { Self.isSame($0.name, name) }) {
      if !repeated.contains(where: { Self.isSame($0, name) }) { repeated.append(name) }
    }
    return repeated
  }

  /// Decodes one name or value: also what HTTP Basic carries for OAuth (RFC 6749 §2.3.1).
  public static func decode(_ encoded: ArraySlice<UInt8>) throws(FormProblem) -> String {
    // Most are plain, and stand for themselves.
    if encoded.allSatisfy({ 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "%") }) {
      return String(decoding: encoded, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(encoded.count)
    var rest = encoded.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else {
          throw .badPercentSign
        }
        bytes.append(high << 4 | low)
      case 0: throw .nul
      case 0x01...0x1F, 0x7F: throw .controlCharacter
      default: bytes.append(byte)
      }
    }
    guard !bytes.contains(0) else { throw .nul }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
    return text
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Byte for byte: Swift's own equality takes some characters for others (the Kelvin sign for a K).
  private static func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
