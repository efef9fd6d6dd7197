import TerminalUI

/// Lines of labels and values that can be scrolled, the ones worth copying or leading on chosen with the arrows: the body
/// of every detail page.
struct ValueLines: Sendable {
  /// Which of the values that can be chosen is.
  private var selected = 0
  /// The first row shown.
  private var top = 0
  /// Whether the chosen value stays in view when the terminal changes its size.
  private var isFollowing = true
  /// How the lines were laid out when they were drawn last: how many rows there were, how many were shown, and where
  /// each value that can be chosen stands.
  private var layout: (count: Int, height: Int, places: [Range<Int>]) = (0, 0, [])
  /// Where the lines were drawn.
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)

  /// The lines that can be chosen.
  private static func choices(_ lines: [DetailLine]) -> [Int] {
    lines.indices.filter { !(lines[$0].copies ?? "").isEmpty || lines[$0].opens != nil }
  }

  /// What is under the cursor; nothing when that was scrolled out of view.
  func current(_ lines: [DetailLine]) -> DetailLine? {
    let choices = Self.choices(lines)
    return isFollowing && choices.indices.contains(selected) ? lines[choices[selected]] : nil
  }

  /// Moves the cursor; false if the action is no movement.
  mutating func perform(_ action: Action, _ lines: [DetailLine]) -> Bool {
    switch action {
    case .up: step(-1)
    case .down: step(1)
    case .top: (top, selected) = (0, 0)
    case .bottom: (top, selected) = (lowestTop, max(0, Self.choices(lines).count - 1))
    case .pageUp, .halfPageUp: page(-1, by: action == .pageUp ? layout.height - 1 : layout.height / 2)
    case .pageDown, .halfPageDown: page(1, by: action == .pageDown ? layout.height - 1 : layout.height / 2)
    default: return false
    }
    isFollowing = isVisible(selected)
    return true
  }

  /// Takes a click: the value that it fell on is chosen.
  mutating func point(_ event: MouseEvent) {
    let row = top + event.at.y - area.y
    guard area.contains(event.at), let clicked = layout.places.firstIndex(where: { $0.contains(row) }) else { return }
    selected = clicked
    isFollowing = true
  }

  /// The movements, for help and palette.
  static var offers: [Offer] {
    [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown].map { Offer($0) }
  }

  /// Chooses the next value in view; where there is none, scrolls a row towards it.
  private mutating func step(_ direction: Int) {
    if choose(direction) { return }
    top = max(0, min(top + direction, lowestTop))
    _ = choose(direction)
  }

  private mutating func choose(_ direction: Int) -> Bool {
    let places = layout.places
    let edge = direction > 0 ? top - 1 : top + layout.height
    let from = isVisible(selected) && places.indices.contains(selected) ? places[selected].lowerBound : edge
    let next =
      direction > 0
      ? places.firstIndex { $0.lowerBound > from } : places.lastIndex { $0.lowerBound < from }
    guard let next, isVisible(next) else { return false }
    selected = next
    return true
  }

  private mutating func page(_ direction: Int, by rows: Int) {
    let before = top
    top = max(0, min(top + direction * max(1, rows), lowestTop))
    let visible = layout.places.indices.filter(isVisible)
    let outermost = direction > 0 ? visible.last : visible.first
    let nearest = direction > 0 ? visible.first : visible.last
    if let index = top == before ? outermost : nearest { selected = index }
  }

  private var lowestTop: Int { max(0, layout.count - layout.height) }

  /// Whether a value's first row is in view.
  private func isVisible(_ choice: Int) -> Bool {
    layout.places.indices.contains(choice) && top..<top + max(1, layout.height) ~= layout.places[choice].lowerBound
  }

  // MARK: Drawing

  mutating func draw(_ lines: [DetailLine], labelWidth: Int, on canvas: inout Canvas, in rect: Rect) {
    let choices = Self.choices(lines)
    selected = max(0, min(selected, choices.count - 1))
    var rows: [(line: DetailLine, choice: Int?)] = []
    var places: [Range<Int>] = []
    for (index, line) in lines.enumerated() {
      let pieces = line.rows(labelWidth: labelWidth, width: rect.width - 4)
      let choice = places.count < choices.count && choices[places.count] == index ? places.count : nil
      if choice != nil { places.append(rows.count..<rows.count + pieces.count) }
      rows += pieces.map { ($0, choice) }
    }
    layout = (rows.count, rect.height, places)
    area = rect
    if isFollowing, places.indices.contains(selected) {
      top = min(max(top, places[selected].upperBound - rect.height), places[selected].lowerBound)
    }
    top = max(0, min(top, lowestTop))
    canvas.cursor = Point(x: rect.x, y: rect.y)
    for (y, row) in rows.enumerated().dropFirst(top).prefix(rect.height) {
      let place = Point(x: rect.x, y: rect.y + y - top)
      let isChosen = row.choice == selected && !places.isEmpty
      if isChosen, places[selected].lowerBound == y {
        canvas.write(">", at: place, role: .selection)
        canvas.cursor = place
      }
      row.line.draw(
        on: &canvas, at: Point(x: place.x + 2, y: place.y), labelWidth: labelWidth, width: rect.width - 4,
        role: isChosen ? .selection : nil)
    }
    ScrollArea.drawSigns(above: top > 0, below: top < lowestTop, on: &canvas, in: rect)
  }
}
