import Model
import TerminalUI

/// The scopes to choose from, grouped; groups fold, a filter narrows.
struct ScopeTree: Sendable {
  /// A row of the tree.
  enum Row: Equatable {
    case group(String)
    case scope(Scope)
  }

  private let scopes: [Scope]
  private(set) var chosen: Set<String>
  private var folded: Set<String> = []
  var filter = ""
  private(set) var selected = 0
  /// Where the rows were drawn.
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)

  /// A tree of the scopes that are offered, and of those already carried though no longer offered.
  init(_ catalogue: ScopeCatalogue, chosen: [String]) {
    let others = chosen.filter { id in !catalogue.offered.contains { $0.id == id } }
    scopes =
      catalogue.offered + others.map { catalogue[$0] ?? Scope(id: $0, help: "no longer registered", group: "other") }
    self.chosen = Set(chosen)
  }

  /// The ids of the chosen scopes, in the order of the tree.
  var ids: [String] { scopes.map(\.id).filter(chosen.contains) }

  var count: Int { scopes.count }

  /// The scopes that the filter leaves.
  private var shown: [Scope] {
    let wanted = filter.lowercased()
    return scopes.filter {
      wanted.isEmpty || $0.id.lowercased().contains(wanted) || $0.help.lowercased().contains(wanted)
    }
  }

  /// What is seen: groups, and the scopes of those that are not folded.
  var rows: [Row] {
    let wanted = filter
    let shown = shown
    var groups: [String] = []
    for scope in shown where !groups.contains(scope.group) { groups.append(scope.group) }
    return groups.flatMap { group in
      [Row.group(group)]
        + (folded.contains(group) && wanted.isEmpty ? [] : shown.filter { $0.group == group }.map { .scope($0) })
    }
  }

  func tally(of group: String) -> (chosen: Int, all: Int) {
    let members = scopes.filter { $0.group == group }
    return (members.count { chosen.contains($0.id) }, members.count)
  }

  func isFolded(_ group: String) -> Bool { folded.contains(group) && filter.isEmpty }

  /// Takes a key: j k move, Space toggles, a toggles the group, h l fold. False if it is none of its own, also where
  /// the movement leaves the tree.
  mutating func handle(_ key: Key) -> Bool {
    let rows = rows
    guard rows.indices.contains(selected) else { return false }
    switch key {
    case .up, .character("k"):
      guard selected > 0 else { return key == .character("k") }
      selected -= 1
    case .down, .character("j"):
      guard selected < rows.count - 1 else { return key == .character("j") }
      selected += 1
    case .character(" "): toggle(rows[selected])
    case .character("a"): toggle(.group(group(of: rows[selected])))
    case .left, .character("h"): fold(group(of: rows[selected]))
    case .right, .character("l"): folded.remove(group(of: rows[selected]))
    default: return false
    }
    return true
  }

  /// Takes a click: on a scope it toggles it, on a group it folds or unfolds it; false if it fell elsewhere.
  mutating func point(_ place: Point) -> Bool {
    let rows = rows
    guard area.contains(place), rows.indices.contains(place.y - area.y) else { return false }
    selected = place.y - area.y
    switch rows[selected] {
    case .scope: toggle(rows[selected])
    case .group(let name): if folded.remove(name) == nil { fold(name) }
    }
    return true
  }

  /// The scope under the cursor.
  var current: Scope? {
    guard rows.indices.contains(selected), case .scope(let scope) = rows[selected] else { return nil }
    return scope
  }

  /// Keeps the cursor inside after the filter has changed.
  mutating func clamp() {
    selected = max(0, min(selected, rows.count - 1))
  }

  private mutating func fold(_ group: String) {
    folded.insert(group)
    selected = rows.firstIndex(of: .group(group)) ?? 0
  }

  private func group(of row: Row) -> String {
    switch row {
    case .group(let name): name
    case .scope(let scope): scope.group
    }
  }

  private mutating func toggle(_ row: Row) {
    switch row {
    case .scope(let scope): chosen.formSymmetricDifference([scope.id])
    case .group(let name):
      // What the filter hides is left alone.
      let members = shown.filter { $0.group == name }.map(\.id)
      let all = members.allSatisfy(chosen.contains)
      if all { chosen.subtract(members) } else { chosen.formUnion(members) }
    }
  }

  /// Draws the rows from a place; the selected one carries the cursor when the tree has the focus.
  mutating func draw(on canvas: inout Canvas, at place: Point, width: Int, focused: Bool) {
    area = Rect(x: place.x, y: place.y, width: width, height: rows.count)
    for (index, row) in rows.enumerated() {
      let y = place.y + index
      let isSelected = focused && index == selected
      if isSelected {
        canvas.cursor = Point(x: place.x, y: y)
        canvas.write(">", at: Point(x: place.x, y: y), role: .selection)
      }
      let x = place.x + 2
      switch row {
      case .group(let name):
        let (chosen, all) = tally(of: name)
        let sign = isFolded(name) ? ">" : "v"
        canvas.write(name, at: Point(x: x, y: y), role: isSelected ? .selection : .title, limit: width - 12)
        canvas.writeRight("\(sign) \(chosen)/\(all)", endingAt: place.x + width, y: y, role: .muted)
      case .scope(let scope):
        let box = chosen.contains(scope.id) ? "[x] " : "[ ] "
        let end = canvas.write(
          box + scope.id, at: Point(x: x, y: y), role: isSelected ? .selection : .text, limit: width - 2)
        let help = max(end + 2, x + 23)
        let room = place.x + width - help
        // A few letters say nothing; the status line says it all of the scope under the cursor.
        if room > 20 { canvas.write(scope.help, at: Point(x: help, y: y), role: .muted, limit: room) }
      }
    }
  }
}
