import Accounts
import Storage
import Testing

@testable import Screens

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below a limit.
  mutating func roll(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
}

/// A list as the database would page it: rows in order of key and number, many keys alike.
struct ModelList {
  private(set) var rows: [Entry<Int64>] = []
  private var last: Int64 = 0
  /// How many rows were ever asked for at once.
  var widest = 0

  mutating func insert(key: Int64) {
    last += 1
    let cursor = Cursor(key: .integer(key), id: last)
    let index = rows.firstIndex { Self.isBefore(cursor, $0.cursor) } ?? rows.count
    rows.insert(Entry(row: last, cursor: cursor), at: index)
  }

  mutating func remove(at index: Int) { rows.remove(at: index) }

  func read(_ anchor: Anchor, _ limit: Int) -> [Entry<Int64>] {
    switch anchor {
    case .start: Array(rows.prefix(limit))
    case .end: Array(rows.suffix(limit))
    case .after(let cursor): Array(rows.filter { Self.isBefore(cursor, $0.cursor) }.prefix(limit))
    case .before(let cursor): Array(rows.filter { Self.isBefore($0.cursor, cursor) }.suffix(limit))
    case .from(let cursor): Array(rows.filter { !Self.isBefore($0.cursor, cursor) }.prefix(limit))
    }
  }

  /// How many rows come before a place.
  func count(before cursor: Cursor?) -> Int {
    cursor.map { cursor in rows.count { Self.isBefore($0.cursor, cursor) } } ?? 0
  }

  private static func isBefore(_ one: Cursor, _ other: Cursor) -> Bool { key(one) < key(other) }

  private static func key(_ cursor: Cursor) -> (Int64, Int64) {
    if case .integer(let key) = cursor.key { (key, cursor.id) } else { (0, cursor.id) }
  }
}

@Suite
struct RowWindowTests {
  private typealias Window = RowWindow<Int64>

  private func list(_ count: Int, keys: Int) -> ModelList {
    var list = ModelList()
    var dice = Dice(UInt64(count))
    for _ in 0..<count { list.insert(key: Int64(dice.roll(keys))) }
    return list
  }

  /// What must hold whatever was done: the memory is a piece of the list, not too large, and what is said about the
  /// selection's place is true.
  private func check(_ window: Window, against list: ModelList, height: Int, isFresh: Bool, _ note: String) {
    #expect(window.entries.count <= Window.capacity + Window.smallestStep + height, "\(note)")
    if list.rows.isEmpty, isFresh { #expect(window.selection == nil, "\(note)") }
    if !window.entries.isEmpty { #expect(window.selection != nil, "\(note)") }
    guard isFresh else { return }
    let start = list.count(before: window.firstCursor)
    let piece = list.rows.dropFirst(start).prefix(window.entries.count).map(\.row)
    #expect(piece == window.entries.map(\.row), "\(note)")
    if let position = window.position, let selection = window.selection {
      #expect(list.rows.indices.contains(position - 1) && list.rows[position - 1].row == selection.row, "\(note)")
    }
    if !window.needsCount, let total = window.total { #expect(total == list.rows.count, "\(note)") }
  }

  /// Counts as the list page does.
  private func count(_ window: inout Window, _ list: ModelList) {
    guard window.needsCount || window.offset == nil else { return }
    window.count(list.rows.count, before: window.offset ?? list.count(before: window.firstCursor))
  }

  @Test(arguments: 1...24)
  func `a walk at random sees what the list is, row by row`(seed: Int) throws {
    var dice = Dice(UInt64(seed))
    var list = list([0, 1, 7, 99, 100, 101, 250, 1000][seed % 8], keys: [1, 3, 1_000_000][seed % 3])
    var window = Window()
    let height = 1 + dice.roll(60)
    try window.load(list.read)
    var expected = 0
    for step in 0..<400 {
      let note = "seed \(seed), step \(step)"
      switch dice.roll(9) {
      case 0...3:
        let delta = [1, -1, height, -height, 3 * height, -150, 150][dice.roll(7)]
        try window.move(by: delta, list.read)
        expected = max(0, min(list.rows.count - 1, expected + delta))
      case 4:
        try window.moveToStart(list.read)
        expected = 0
      case 5:
        try window.moveToEnd(list.read)
        expected = max(0, list.rows.count - 1)
      case 6: count(&window, list)
      case 7: try change(&list, &window, &expected, &dice, note)
      default: break
      }
      if let selection = window.selection { #expect(selection.row == list.rows[expected].row, "\(note)") }
      let shown = window.visible(height)
      if !window.entries.isEmpty { #expect(shown.indices.contains(window.selected), "\(note)") }
      #expect(shown.count == min(height, window.entries.count), "\(note)")
      check(window, against: list, height: height, isFresh: true, note)
    }
  }

  /// Changes the list elsewhere and reads it again: the selected row stays selected, or the next one takes its place.
  private func change(
    _ list: inout ModelList, _ window: inout Window, _ expected: inout Int, _ dice: inout Dice, _ note: String
  ) throws {
    let selected = window.selection?.cursor
    var heir = window.selection.map(\.row)
    for _ in 0..<dice.roll(12) {
      if dice.roll(2) == 0 || list.rows.isEmpty {
        list.insert(key: Int64(dice.roll(100)))
      } else {
        list.remove(
          at: dice.roll(4) == 0 ? min(list.count(before: selected), list.rows.count - 1) : dice.roll(list.rows.count))
      }
    }
    if let selected, !list.rows.contains(where: { $0.cursor == selected }) {
      heir = (list.read(.from(selected), 1) + list.rows.suffix(1)).first?.row
    }
    let line = window.selected - window.top
    try window.reload(list.read)
    if let heir { #expect(window.selection?.row == heir, "\(note): selection") }
    expected = list.rows.firstIndex { $0.row == window.selection?.row } ?? 0
    if window.selected >= line { #expect(window.selected - window.top <= max(line, 0), "\(note): line") }
  }

  @Test func `memory does not grow with the list`() throws {
    let list = list(5000, keys: 40)
    var window = Window()
    try window.load(list.read)
    var largest = 0
    for _ in 0..<400 {
      try window.move(by: 17, list.read)
      largest = max(largest, window.entries.count)
    }
    for _ in 0..<400 {
      try window.move(by: -23, list.read)
      largest = max(largest, window.entries.count)
    }
    #expect(largest <= Window.capacity)
    #expect(window.position == 1)
  }

  @Test func `a place that is not known is not guessed, and is known once it was counted`() throws {
    var list = list(1000, keys: 5)
    var window = Window()
    try window.load(list.read)
    try window.moveToEnd(list.read)
    #expect(window.position == nil)
    window.count(1000, before: list.count(before: window.firstCursor))
    #expect(window.position == 1000)
    list.remove(at: 3)
    try window.reload(list.read)
    #expect(window.position == nil)
    count(&window, list)
    #expect(window.position == 999)
    #expect(window.total == 999)
  }

  @Test func `a short list is counted without asking`() throws {
    let list = list(42, keys: 3)
    var window = Window()
    try window.load(list.read)
    #expect(window.total == 42)
    #expect(!window.needsCount)
  }

  @Test func `a tall terminal is filled from the end as well`() throws {
    let list = list(1000, keys: 3)
    var window = Window()
    window.step = 150
    try window.load(list.read)
    try window.moveToEnd(list.read)
    #expect(window.visible(140).count == 140)
  }

  @Test func `rows that came in before are seen at the start of the list`() throws {
    var list = ModelList()
    for key in 0..<20 { list.insert(key: Int64(key)) }
    var window = Window()
    try window.load(list.read)
    list.insert(key: -1)
    try window.reload(list.read)
    #expect(window.position == 2)
    #expect(window.entries.count == 21)
  }
}
