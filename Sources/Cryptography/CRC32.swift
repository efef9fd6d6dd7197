/// The checksum of IEEE 802.3 (polynomial 0xEDB88320, reflected): tells a mistyped secret from a real one, nothing more.
struct CRC32 {
  private let table = Self.table
  private var rest = ~UInt32(0)

  /// The checksum of the bytes so far.
  var value: UInt32 { ~rest }

  /// Takes another byte.
  mutating func add(_ byte: UInt8) { rest = table[Int((rest ^ UInt32(byte)) & 0xFF)] ^ (rest >> 8) }

  /// The checksum of bytes.
  static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
    var checksum = CRC32()
    for byte in bytes { checksum.add(byte) }
    return checksum.value
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
  }
}
