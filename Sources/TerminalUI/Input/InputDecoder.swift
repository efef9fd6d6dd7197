/// Turns what a terminal sends into keys, pastes and mouse events. Bytes may come in any pieces.
///
/// What it does not know it swallows whole, so that an unknown function key or an answer of the terminal types nothing.
/// Escape with a character right behind it is Escape, then that character.
struct InputDecoder {
  /// Pasted bytes kept at most; the rest of a longer paste is dropped.
  static let pasteLimit = 65_536
  /// Two clicks on one cell in this time are a double click, in milliseconds.
  static let doubleClickTime: UInt64 = 400
  /// A sequence longer than this is no sequence.
  static let sequenceLimit = 8192

  var sequences = KeySequences()
  private var pending: [UInt8] = []
  private var paste: [UInt8]?
  private var lastClick: (at: Point, time: UInt64)?

  /// Whether something is begun that only more bytes, or time, can decide.
  var isUndecided: Bool { paste == nil && !pending.isEmpty }

  /// Takes bytes that arrived at a time in milliseconds on any clock that only goes forward.
  mutating func feed(_ bytes: some Sequence<UInt8>, at time: UInt64) -> [InputEvent] {
    pending += bytes
    var events: [InputEvent] = []
    var rest = pending[...]
    while !rest.isEmpty {
      let step = paste == nil ? decode(rest, at: time) : takePaste(rest)
      guard let step else { break }
      if let event = step.event { events.append(event) }
      rest = rest.dropFirst(step.length)
    }
    pending = Array(rest)
    return events
  }

  /// No more is coming for now: what is begun is taken as it stands.
  mutating func settle(at time: UInt64) -> [InputEvent] {
    guard isUndecided else { return [] }
    let rest = pending.dropFirst()
    let isEscape = pending.first == 0x1B
    pending = []
    return isEscape ? [.key(.escape)] + feed(rest, at: time) : feed(rest, at: time)
  }

  /// What some bytes begin with; nil if that cannot be said yet.
  struct Step {
    var event: InputEvent?
    var length: Int

    init(_ event: InputEvent?, _ length: Int) {
      self.event = event
      self.length = length
    }
  }

  private mutating func decode(_ bytes: ArraySlice<UInt8>, at time: UInt64) -> Step? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escape(bytes, at: time)
    case 0x00...0x1F, 0x7F: return Step(.key(Key(controlCode: first)), 1)
    case 0x20...0x7E: return Step(.key(.character(Character(Unicode.Scalar(first)))), 1)
    default: return InputDecoder.character(bytes)
    }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>, at time: UInt64) -> Step? {
    guard bytes.count > 1 else { return nil }
    if let (key, length) = sequences.match(bytes) { return Step(.key(key), length) }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "["): return controlSequence(bytes, at: time)
    case UInt8(ascii: "O"): return InputDecoder.shifted(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): return InputDecoder.string(bytes)
    default: return Step(.key(.escape), 1)
    }
  }

  private mutating func controlSequence(_ bytes: ArraySlice<UInt8>, at time: UInt64) -> Step? {
    let body = bytes.dropFirst(2)
    if body.first == 0x5B { return bytes.count > 3 ? Step(nil, 4) : nil }
    guard let end = body.firstIndex(where: { !(0x20...0x3F ~= $0) }) else {
      return bytes.count > InputDecoder.sequenceLimit ? Step(nil, bytes.count) : nil
    }
    // A control character breaks the sequence off.
    guard 0x40...0x7E ~= body[end] else { return Step(nil, end - bytes.startIndex) }
    let sequence = ControlSequence(parameters: body[..<end], final: body[end])
    let length = end - bytes.startIndex + 1
    if sequence.isPasteStart {
      paste = []
      return Step(nil, length)
    }
    if let press = sequence.mouse { return Step(.mouse(clicked(press, at: time)), length) }
    return Step(sequence.key.map { .key($0) }, length)
  }

  /// Tells a double click from a click.
  private mutating func clicked(_ event: MouseEvent, at time: UInt64) -> MouseEvent {
    guard event.kind == .click else { return event }
    if let last = lastClick, last.at == event.at, time &- last.time <= InputDecoder.doubleClickTime {
      lastClick = nil
      return MouseEvent(kind: .doubleClick, at: event.at)
    }
    lastClick = (event.at, time)
    return event
  }

  private mutating func takePaste(_ bytes: ArraySlice<UInt8>) -> Step? {
    let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    var search = bytes
    while let escape = search.firstIndex(of: 0x1B) {
      let tail = bytes[escape...]
      if tail.starts(with: end) {
        keep(bytes[..<escape])
        defer { paste = nil }
        return Step(.paste(InputDecoder.text(paste ?? [])), escape - bytes.startIndex + end.count)
      }
      if tail.count < end.count, end.starts(with: tail) {
        keep(bytes[..<escape])
        return escape > bytes.startIndex ? Step(nil, escape - bytes.startIndex) : nil
      }
      search = bytes[(escape + 1)...]
    }
    keep(bytes)
    return Step(nil, bytes.count)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = InputDecoder.pasteLimit - (paste?.count ?? 0)
    paste?.append(contentsOf: bytes.prefix(max(0, room)))
  }
}
