import Glibc
import Model

/// Standard output for data, standard error for everything else.
enum Console {
  /// Writes data.
  ///
  /// - Throws: ``Failure/readerLeft`` when whoever read it has gone, else why it could not be written.
  static func print(_ text: String, terminator: String = "\n") throws(Failure) {
    let code = write(text + terminator, to: STDOUT_FILENO)
    if code == EPIPE { throw .readerLeft }
    if code != 0 { throw .failed("cannot write to standard output: \(String(cString: strerror(code))).") }
  }

  /// Whether whoever read standard output has gone, which a pipe tells before anything is written to it.
  static var isReaderGone: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    return poll(&output, 1, 0) > 0 && Int32(output.revents) & (POLLERR | POLLNVAL) != 0
  }

  /// Writes what holds a secret, which nobody can show again.
  ///
  /// - Parameter mend: the command that ends the secret, for when it could not be written.
  static func printSecret(_ text: String, mend: String) throws(Failure) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    guard code == 0 else {
      let reason = String(cString: strerror(code))
      throw .failed("made, but it could not be written (\(reason)) and cannot be shown again; end it: \(mend)")
    }
  }

  /// Writes a sentence about what was done. Nothing can be done about failure.
  static func say(_ sentence: String) {
    _ = write(PlainText.visible(sentence, limit: 2000) + "\n", to: STDERR_FILENO)
  }

  /// Writes a line of a log, which holds nothing that could upset a terminal.
  static func log(_ line: String) {
    _ = write(line + "\n", to: STDERR_FILENO)
  }

  /// Writes a question; the answer is typed behind it.
  static func ask(_ question: String) {
    _ = write(PlainText.visible(question, limit: 2000), to: STDERR_FILENO)
  }

  /// Writes how far something is over what was written before; nothing takes it away again.
  static func show(progress: String?) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    let line = PlainText.visible(progress ?? "")
    _ = write("\r" + line + String(repeating: " ", count: max(0, 60 - line.count)) + "\r", to: STDERR_FILENO)
  }

  /// Writes a sentence about what went wrong.
  static func complain(_ sentence: String) {
    say("postern: \(sentence)")
  }

  /// - Returns: 0, or an error number.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return 0
    }
  }
}
