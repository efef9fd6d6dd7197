import CSystem
import Glibc
import Model

/// Asks whoever sits at standard input.
enum Prompt {
  /// Whether somebody sits there.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// A new password: asked for twice and hidden; without a terminal the first line of standard input.
  static func newPassword() throws(Failure) -> String {
    let password = try secret("Password: ", what: "password")
    guard isTerminal else { return password }
    guard try secret("Again: ", what: "password") == password else {
      throw .failed("the two passwords differ; nothing was changed.")
    }
    return password
  }

  /// A secret: hidden; without a terminal the first line of standard input.
  static func secret(_ prompt: String, what: String) throws(Failure) -> String {
    // Longer than any secret that is taken, so that too long a one is refused by its own rule.
    var buffer = [UInt8](repeating: 0, count: 4096)
    // What was typed does not stay in memory longer than needed.
    defer {
      buffer.withUnsafeMutableBytes { bytes in
        if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
      }
    }
    let count = isTerminal ? hiddenLine(prompt, &buffer) : firstLine(&buffer)
    guard count >= 0 else { throw .failed("cannot read the \(what): \(String(cString: strerror(errno))).") }
    guard count < buffer.count else { throw .failed("the \(what) is too long.") }
    var bytes = buffer[..<count]
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard !bytes.isEmpty else {
      throw .failed(isTerminal ? "no \(what) was typed." : "standard input has no \(what) in its first line.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .failed("the \(what) is no UTF-8.") }
    return text
  }

  /// A text that is no secret: a line on a terminal, else all of standard input.
  ///
  /// - Parameter limit: the most bytes that are taken; whether it is too long is for who reads it to say.
  static func text(_ prompt: String, what: String, limit: Int) throws(Failure) -> String {
    if isTerminal { Console.ask(prompt) }
    return try text(from: STDIN_FILENO, what: what, limit: limit, endsAtLine: isTerminal)
  }

  /// The text of a file, as far as the limit goes and a little further.
  static func text(ofFile path: String, what: String, limit: Int) throws(Failure) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw .failed("cannot read \(PlainText.quoted(path)): \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    return try text(from: descriptor, what: what, limit: limit, endsAtLine: false)
  }

  private static func text(
    from descriptor: Int32, what: String, limit: Int, endsAtLine: Bool
  ) throws(Failure) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit, !(endsAtLine && bytes.last == UInt8(ascii: "\n")) {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .failed("cannot read the \(what): \(String(cString: strerror(errno))).") }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .failed("the \(what) is no UTF-8.") }
    return text
  }

  /// Asks whether to go on, unless `--force` says so.
  ///
  /// - Parameter question: says what will be lost.
  static func confirm(_ question: String, _ invocation: Invocation) throws(Failure) {
    guard !invocation.has(.force) else { return }
    guard isTerminal else {
      throw .usage("without a terminal to ask on, --force is required.")
    }
    var buffer = [UInt8](repeating: 0, count: 64)
    Console.ask("\(question) [y/N] ")
    let count = max(0, firstLine(&buffer))
    // Who answers with the end of input has not ended the line.
    if count == 0 { Console.say("") }
    let answer = PlainText.trimmed(String(decoding: buffer[..<count], as: UTF8.self)).lowercased()
    guard answer == "y" || answer == "yes" else { throw .failed("nothing was changed.") }
  }

  private static func hiddenLine(_ prompt: String, _ buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { bytes in
      postern_read_hidden(STDIN_FILENO, prompt, bytes.baseAddress, bytes.count)
    }
  }

  /// Byte by byte: what stands behind the first line is somebody else's.
  private static func firstLine(_ buffer: inout [UInt8]) -> Int {
    var count = 0
    while count < buffer.count {
      var byte: UInt8 = 0
      let got = read(STDIN_FILENO, &byte, 1)
      if got < 0 && errno == EINTR { continue }
      if got < 0 { return -1 }
      if got == 0 { break }
      buffer[count] = byte
      count += 1
      if byte == UInt8(ascii: "\n") { break }
    }
    return count
  }
}
