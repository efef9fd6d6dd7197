import CNCurses

extension Terminal {
  /// Chooses how roles look, from the next `present` on.
  public func apply(theme: ResolvedTheme) {
    palette = Palette(theme: theme, depth: depth)
    let text = palette[.text]
    postern_set_background(postern_stdscr(), text.attributes, text.pair)
    shown = nil
  }

  /// Shows a canvas. Only what differs from what is shown is sent.
  ///
  /// - Parameter canvas: of any size; what lies beyond the terminal is not seen, what it does not cover is blank.
  public func present(_ canvas: Canvas) {
    guard !isClosed, !isLent, canvas != shown else { return }
    let window = postern_stdscr()
    if canvas.size.width < size.width || canvas.size.height < size.height { werase(window) }
    let previous = shown.flatMap { $0.size == canvas.size ? $0 : nil }
    var inks = [cchar_t](repeating: cchar_t(), count: canvas.size.width)
    for y in 0..<min(canvas.size.height, size.height) {
      if let previous, previous.row(y) == canvas.row(y) { continue }
      let count = lay(canvas.row(y), in: &inks)
      mvwadd_wchnstr(window, Int32(y), 0, &inks, Int32(count))
    }
    shown = canvas
    if let cursor = canvas.cursor {
      wmove(window, Int32(max(0, min(cursor.y, size.height - 1))), Int32(max(0, min(cursor.x, size.width - 1))))
    }
    let isVisible = canvas.cursorVisible && canvas.cursor != nil
    if isVisible != isCursorVisible {
      curs_set(isVisible ? 1 : 0)
      isCursorVisible = isVisible
    }
    wnoutrefresh(window)
    doupdate()
  }

  /// Turns cells into what ncurses takes; returns how many there are, wide ones counted once.
  private func lay(_ row: ArraySlice<Cell>, in inks: inout [cchar_t]) -> Int {
    var count = 0
    var role = Role.text
    var ink = palette[role]
    let bare = palette[.text]
    var previous = bare
    for index in row.indices {
      let cell = row[index]
      if cell.width == 0 { continue }
      if cell.role != role {
        role = cell.role
        ink = palette[role]
      }
      // A blank that shows nothing of its look takes the one before it if that reaches across to the next word, else
      // the bare one, so that no attributes are switched for nothing and empty parts can be erased.
      var used = ink
      if cell.isBlank, ink.leavesBlanksBare {
        used = previous.leavesBlanksBare && bridges(row, from: index, ink: previous) ? previous : bare
      }
      previous = used
      postern_make_cell(
        &inks[count], cell.base, cell.mark(0), cell.mark(1), cell.mark(2), used.attributes, used.pair)
      count += 1
    }
    return count
  }

  /// Whether a short run of blanks leads to another word in the same ink.
  private func bridges(_ row: ArraySlice<Cell>, from index: Int, ink: Palette.Ink) -> Bool {
    // A dialog covers other text, so its blanks are sent in any case; elsewhere most blanks are so already.
    let reach = row[index].role == .dialog || row[index].role == .dialogDanger ? row.count : 8
    for cell in row[index...].prefix(reach) where !cell.isBlank { return palette[cell.role] == ink }
    return false
  }
}
