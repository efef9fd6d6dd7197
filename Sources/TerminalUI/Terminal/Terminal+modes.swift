import CNCurses
import CSystem
import Configuration
import Glibc

extension Terminal {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

  /// Reports clicks and the wheel, or leaves the mouse to the terminal (the default), which can mark and copy text.
  public func setMouse(_ isOn: Bool) {
    guard isOn != isMouseOn else { return }
    isMouseOn = isOn
    if !isLent { sendMode(isOn ? Terminal.mouseOn : Terminal.mouseOff) }
  }

  /// Stops the program as Ctrl-Z in a shell does, and comes back with everything redrawn. Returns when it goes on.
  public func suspend() {
    withTerminalRestored { postern_stop_group() }
  }

  /// To be called on ``Signal/continued``: somebody else may have stopped and resumed the program, and a shell has been
  /// at the terminal meanwhile.
  public func continued() {
    guard !isClosed, !isLent else { return }
    enter()
  }

  /// Gives the terminal back while something else runs on it, and takes it over again with everything redrawn. A child
  /// may be stopped with Ctrl-Z and interrupted with Ctrl-C without harm to this program.
  public func withTerminalRestored<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard !isClosed, !isLent else { return try body() }
    leave()
    isLent = true
    postern_signals_lend(true)
    defer {
      postern_signals_lend(false)
      isLent = false
      enter()
    }
    return try body()
  }

  /// Draws everything anew at the next `present`, whatever the terminal shows (Ctrl-L).
  public func redraw() {
    clearok(postern_stdscr(), true)
    shown = nil
  }

  /// Restores the modes and the screen that were found.
  func leave() {
    sendMode((isMouseOn ? Terminal.mouseOff : "") + Terminal.pasteOff)
    if !isCursorVisible { curs_set(1) }
    isCursorVisible = true
    endwin()
    var modes = savedModes
    tcsetattr(output, TCSADRAIN, &modes)
    postern_rescue_disarm()
  }

  /// Takes the terminal over again.
  func enter() {
    armRescue()
    reset_prog_mode()
    // endwin switched it off, and only ncurses' own reading of keys would switch it on again.
    keypad(postern_stdscr(), true)
    adoptSize()
    redraw()
    isCursorVisible = true
    sendMode(Terminal.pasteOn + (isMouseOn ? Terminal.mouseOn : ""))
  }

  /// Sends a mode that terminfo does not know of; terminals that speak another language would show it.
  func sendMode(_ sequence: String) {
    if speaksANSI { send(sequence) }
  }

  /// Tells the crash handlers what to write.
  func armRescue() {
    var modes = savedModes
    let capabilities = ["rmkx", "cnorm", "op", "sgr0"].compactMap { TerminalDescription.string($0) }
    let leaving = TerminalDescription.string("rmcup") ?? "\r\n"
    let bytes = (speaksANSI ? Terminal.mouseOff + Terminal.pasteOff : "") + capabilities.joined() + leaving
    postern_rescue_arm(output, bytes, bytes.utf8.count, &modes)
  }

  /// Asks the driver for the size, as it is wise after ``Signal/resized``. Nothing if it is the same.
  public func resize() -> InputEvent? {
    let before = size
    adoptSize()
    return size == before ? nil : .resize(size)
  }

  private func adoptSize() {
    let now = currentSize()
    guard now != size else { return }
    size = now
    resizeterm(Int32(now.height), Int32(now.width))
    redraw()
  }
}
