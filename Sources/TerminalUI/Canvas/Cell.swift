/// What one place on the canvas holds. A wide character fills its own cell and a tail cell behind it.
struct Cell: Sendable, Equatable {
  /// Up to three combining marks, 21 bits each, the first in the lowest bits; 0 if none.
  var marks: UInt64
  /// The base character; 0 in the tail of a wide one.
  var base: UInt32
  /// Columns: 1, 2, or 0 in the tail of a wide character.
  var width: UInt8
  var role: Role

  /// An empty cell.
  static func blank(_ role: Role) -> Cell { Cell(marks: 0, base: 0x20, width: 1, role: role) }
  /// The second half of a wide character.
  static func tail(_ role: Role) -> Cell { Cell(marks: 0, base: 0, width: 0, role: role) }

  /// A combining mark, or 0.
  func mark(_ index: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (marks >> (21 * index)) & 0x1F_FFFF) }

  var isBlank: Bool { base == 0x20 && marks == 0 }
}
