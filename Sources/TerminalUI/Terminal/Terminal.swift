import CNCurses
import CSystem
import Configuration
import Glibc

/// The terminal: the only place that calls ncurses.
///
/// Opening it takes the whole screen over; `close` gives it back as it was. Should the program end in any other way, the
/// handlers of ``Signals`` or the exit of the process restore it. ncurses has one state a process, so open one at a time.
@MainActor
public final class Terminal {
  /// Which characters this terminal can show.
  public let glyphs: GlyphSet
  /// The name that terminfo knows it by.
  public let name: String
  /// Whether TERM was not set or not known, so that `xterm-256color` was assumed.
  public let isAssumed: Bool
  /// How many colours it can be asked for.
  public let depth: ColourDepth
  /// Columns and rows.
  public internal(set) var size: Size
  /// What to poll for input.
  public let inputDescriptor: Int32

  let output: Int32
  let environment: Environment
  /// The modes to give back.
  let savedModes: termios
  var decoder = InputDecoder()
  var palette = Palette()
  /// What the terminal shows; nil when that is not known.
  var shown: Canvas?
  var isCursorVisible = true
  var isMouseOn = false
  var isClosed = false
  /// Set while the terminal is lent to somebody else.
  var isLent = false
  var escapeDelay: Int32 = 25
  /// Whether it understands control sequences as ECMA-48 writes them.
  let speaksANSI: Bool
  private var screen: OpaquePointer?
  private var streams: [UnsafeMutablePointer<FILE>] = []

  /// Opens a terminal and takes over its screen.
  ///
  /// - Parameters:
  ///   - input: a terminal to read from.
  ///   - output: a terminal to draw on.
  ///   - environment: TERM, NO_COLOR, COLORTERM, ESCDELAY, TMUX and the locale.
  public init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, environment: Environment = .process
  ) throws(TerminalError) {
    var modes = termios()
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    guard tcgetattr(output, &modes) == 0 else { throw .unusable(code: errno) }
    glyphs = Terminal.adoptLocale(environment)
    let description = try TerminalDescription(environment: environment, output: output)
    name = description.name
    isAssumed = description.isFallback
    savedModes = modes
    inputDescriptor = input
    self.output = output
    self.environment = environment

    // A descriptor that somebody left non-blocking would make ncurses drop or spin on what it cannot write at once.
    let flags = fcntl(output, F_GETFL)
    if flags >= 0, flags & O_NONBLOCK != 0 { _ = fcntl(output, F_SETFL, flags & ~O_NONBLOCK) }

    guard let reading = fdopen(dup(input), "r"), let writing = fdopen(dup(output), "w") else {
      throw .unusable(code: errno)
    }
    streams = [reading, writing]
    use_tioctl(true)
    var type = Array(name.utf8CString)
    guard let screen = newterm(&type, writing, reading) else { throw .unknown(name: name) }
    self.screen = screen
    speaksANSI = TerminalDescription.string("cup")?.hasPrefix("\u{1B}[") ?? false
    depth = ColourDepth(colours: TerminalDescription.number("colors"), environment: environment)
    size = Size(width: 80, height: 24)
    setUp()
  }

  /// Makes the modes what the screens need.
  private func setUp() {
    if let own = environment["ESCDELAY"].flatMap({ Int32($0) }), 0...1000 ~= own {
      escapeDelay = own
    }
    set_escdelay(escapeDelay)
    raw()
    noecho()
    nonl()
    intrflush(nil, false)
    // Input waiting must not hold a picture back: it is drained before one is drawn.
    typeahead(-1)
    keypad(postern_stdscr(), true)
    leaveok(postern_stdscr(), false)
    if depth != .monochrome {
      start_color()
      use_default_colors()
    }
    postern_leave_character_set()
    decoder.sequences = Terminal.keySequences()
    size = currentSize()
    sendMode(Terminal.pasteOn)
    armRescue()
    apply(theme: BuiltInThemes.terminal)
  }

  /// The size the driver knows, else what ncurses found in the environment or terminfo.
  func currentSize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if postern_window_size(output, &columns, &rows) {
      return Size(width: Int(columns), height: Int(rows))
    }
    return Size(width: Int(getmaxx(postern_stdscr())), height: Int(getmaxy(postern_stdscr())))
  }

  /// Sends bytes past ncurses. What cannot be sent is lost: a terminal that is gone shows up at the next poll.
  func send(_ text: String) {
    guard !isClosed else { return }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Gives the screen back as it was. Doing so again does nothing.
  public func close() {
    guard !isClosed else { return }
    leave()
    isClosed = true
    if let screen { delscreen(screen) }
    for stream in streams { fclose(stream) }
    screen = nil
    streams = []
  }

  /// Takes the character set from the locale; where the one asked for is not installed but is for UTF-8, the C library's
  /// own UTF-8 locale does as well.
  private static func adoptLocale(_ environment: Environment) -> GlyphSet {
    let wanted = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "C"
    if setlocale(LC_CTYPE, wanted) == nil {
      let name = wanted.lowercased()
      let isUTF8 = name.contains("utf-8") || name.contains("utf8")
      _ = setlocale(LC_CTYPE, isUTF8 ? "C.UTF-8" : "C")
    }
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) }
    return codeset == "UTF-8" ? .unicode : .ascii
  }
}
