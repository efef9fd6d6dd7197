/// A sequence that begins with CSI (ECMA-48 section 5.4): parameters and a final byte.
struct ControlSequence {
  private let prefix: UInt8?
  private let numbers: [Int]
  private let final: UInt8

  init(parameters: ArraySlice<UInt8>, final: UInt8) {
    var parameters = parameters
    if let first = parameters.first, 0x3C...0x3F ~= first {
      prefix = first
      parameters = parameters.dropFirst()
    } else {
      prefix = nil
    }
    numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self)) ?? 0
    }
    self.final = final
  }

  var isPasteStart: Bool { prefix == nil && final == UInt8(ascii: "~") && numbers == [200] }

  /// The key of xterm, VT220, rxvt and their kin; nil for what is no key.
  var key: Key? {
    guard prefix == nil else { return nil }
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return isModified ? .wordRight : .right
    case UInt8(ascii: "D"): return isModified ? .wordLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "Z"): return .backTab
    // With a row in front, R is the answer to "where is the cursor".
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return (numbers.first ?? 1) <= 1 ? .function(Int(final) - 0x4F) : nil
    case UInt8(ascii: "~"): return ControlSequence.tilde[numbers.first ?? 0]
    default: return nil
    }
  }

  /// Ctrl (4) or Alt (2) is held: the second parameter is one more than the sum.
  private var isModified: Bool { numbers.count > 1 && (numbers[1] - 1) & 6 != 0 }

  private static let tilde: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]

  /// A press of the left button or a turn of the wheel, as mode 1006 reports it.
  var mouse: MouseEvent? {
    guard prefix == UInt8(ascii: "<"), final == UInt8(ascii: "M"), numbers.count == 3 else { return nil }
    let place = Point(x: numbers[1] - 1, y: numbers[2] - 1)
    // Shift, Meta and Ctrl (4, 8, 16) do not matter; 32 is movement.
    switch numbers[0] & ~28 {
    case 0: return MouseEvent(kind: .click, at: place)
    case 64: return MouseEvent(kind: .wheelUp, at: place)
    case 65: return MouseEvent(kind: .wheelDown, at: place)
    default: return nil
    }
  }
}
