import TerminalUI

/// A row of buttons; the first, which does no harm, has the focus at first.
struct Buttons: Sendable {
  let titles: [String]
  private(set) var focused = 0
  /// Where the buttons were drawn.
  private var places: [Rect] = []

  init(_ titles: [String]) {
    self.titles = titles
  }

  /// What a key chooses: ← → move the focus, Enter and Space press, a button's first letter presses it.
  mutating func press(_ key: Key) -> Int? {
    switch key {
    case .left, .backTab: focused = (focused + titles.count - 1) % titles.count
    case .right, .tab: focused = (focused + 1) % titles.count
    case .enter, .character(" "): return focused
    case .character(let letter):
      return titles.firstIndex { $0.first?.lowercased() == letter.lowercased() }
    default: break
    }
    return nil
  }

  /// Whether a key moves the focus.
  static func moves(_ key: Key) -> Bool { [.left, .right, .tab, .backTab].contains(key) }

  /// The button that was clicked.
  func point(_ place: Point, _ event: MouseEvent) -> Int? {
    guard event.kind == .click || event.kind == .doubleClick else { return nil }
    return places.firstIndex { $0.contains(place) }
  }

  var width: Int { titles.reduce(0) { $0 + $1.count + 4 } + 3 * (titles.count - 1) }

  /// Draws `[> Cancel <]   [ Revoke ]` from a place; the signs of the focused one stand beside its colour.
  mutating func draw(on canvas: inout Canvas, at place: Point, active: Bool = true) {
    var x = place.x
    places = []
    for (index, title) in titles.enumerated() {
      let isFocused = active && index == focused
      if isFocused { canvas.cursor = Point(x: x, y: place.y) }
      x = canvas.write(
        isFocused ? "[>\(title)<]" : "[ \(title) ]", at: Point(x: x, y: place.y), role: isFocused ? .inputFocus : .input
      )
      let start = places.last.map { $0.maxX + 3 } ?? place.x
      places.append(Rect(x: start, y: place.y, width: x - start, height: 1))
      x += 3
    }
  }
}
