extension InputDecoder {
  /// One character of UTF-8; bytes that are none are dropped.
  static func character(_ bytes: ArraySlice<UInt8>) -> Step? {
    let length: Int
    switch bytes.first ?? 0 {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return Step(nil, 1)
    }
    let sequence = bytes.prefix(length)
    if let broken = sequence.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return Step(nil, broken - bytes.startIndex)
    }
    guard sequence.count == length else { return nil }
    guard let text = String(validating: sequence, as: UTF8.self), let character = text.first,
      Key.canBeTyped(character)
    else { return Step(nil, length) }
    return Step(.key(.character(character)), length)
  }

  /// ESC O and a letter: arrows and function keys in application mode.
  static func shifted(_ bytes: ArraySlice<UInt8>) -> Step? {
    guard bytes.count > 2 else { return nil }
    let letter = bytes[bytes.startIndex + 2]
    if letter == UInt8(ascii: "M") { return Step(.key(.enter), 3) }
    guard 0x40...0x7E ~= letter else { return Step(.key(.escape), 1) }
    return Step(ControlSequence(parameters: [], final: letter).key.map { .key($0) }, 3)
  }

  /// An answer of the terminal (OSC, DCS, APC, PM), up to BEL or ST: of no use here.
  static func string(_ bytes: ArraySlice<UInt8>) -> Step? {
    var index = bytes.startIndex + 2
    while index < bytes.endIndex {
      if bytes[index] == 0x07 { return Step(nil, index - bytes.startIndex + 1) }
      if bytes[index] == 0x1B, index + 1 < bytes.endIndex, bytes[index + 1] == 0x5C {
        return Step(nil, index - bytes.startIndex + 2)
      }
      index += 1
    }
    return bytes.count > sequenceLimit ? Step(nil, bytes.count) : nil
  }

  /// Pasted bytes as text: line ends of all kinds are line feeds, what is not UTF-8 is U+FFFD.
  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
      result.append(byte == 0x0D ? 0x0A : byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
