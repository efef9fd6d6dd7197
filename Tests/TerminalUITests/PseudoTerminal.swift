import Glibc
import Testing

/// A program on a terminal of its own, looked at from the other side.
final class PseudoTerminal {
  private var master: Int32
  private let slave: Int32
  private var process: pid_t = 0
  private(set) var output = ""
  /// The modes before the program began.
  let firstModes: termios

  /// Starts `TerminalProbe` with some arguments.
  init(_ arguments: [String], environment: [String: String] = [:], columns: UInt16 = 80, rows: UInt16 = 24) throws {
    // What unlockpt(3) and ptsname(3) do, which the C library hides from Swift.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    try #require(ioctl(master, 0x4004_5431, &isLocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    let path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var modes = termios()
    tcgetattr(slave, &modes)
    firstModes = modes
    resize(columns: columns, rows: rows)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // The first terminal that a session leader opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    let sessionOfItsOwn: Int16 = 0x80
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, sessionOfItsOwn)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin",
    ]
    variables.merge(environment) { $1 }
    let program = try PseudoTerminal.probe()
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let settings = variables.filter { !$0.value.isEmpty }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + settings).forEach { free($0) } }
    try #require(posix_spawn(&process, program, &actions, &attributes, words, settings) == 0)
  }

  deinit {
    if process > 0 {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if master >= 0 {
      close(slave)
      close(master)
    }
  }

  /// The program lies beside the tests.
  private static func probe() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    try #require(count > 0)
    var path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The tests may be run by a helper of the toolchain: then the bundle is among the arguments.
    if !path.contains("/.build/"), let bundle = CommandLine.arguments.first(where: { $0.contains(".xctest") }) {
      path = bundle
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return folder + "/TerminalProbe"
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Takes the terminal away, as a lost connection does; the status with which the program ends.
  func hangUp() -> Int32 {
    close(slave)
    close(master)
    master = -1
    var status: Int32 = 0
    waitpid(process, &status, 0)
    process = 0
    return status
  }

  func send(signal: Int32) { kill(process, signal) }

  /// Reads until some text has been sent since the last call; what was sent.
  @discardableResult
  func wait(for text: String, location: SourceLocation = #_sourceLocation) throws -> String {
    let start = output.endIndex
    while !output[start...].contains(text) {
      guard read(patience: 10_000) else {
        Issue.record(
          "\(text.debugDescription) does not come; there is \(output.debugDescription)", sourceLocation: location)
        break
      }
    }
    return String(output[start...])
  }

  /// Waits for the program's end; its status as wait(2) gives it, and all that it has sent.
  func end() throws -> (status: Int32, output: String) {
    var status: Int32 = 0
    for _ in 0..<200 {
      while read(patience: 50) {}
      if waitpid(process, &status, WNOHANG) == process {
        process = 0
        while read(patience: 0) {}
        return (status, output)
      }
    }
    Issue.record("the program does not end; it sent \(output.debugDescription)")
    return (status, output)
  }

  /// The terminal's modes.
  var modes: termios {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes
  }

  private func read(patience: Int32) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, patience) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += String(decoding: buffer[..<count], as: UTF8.self)
    return true
  }
}
