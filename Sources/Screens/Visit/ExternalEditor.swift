import CSystem
import Configuration
import Glibc

/// The person's own editor, for a long text.
enum ExternalEditor {
  /// Why it did not work out.
  struct Problem: Error {
    let sentence: String
  }

  /// Lets `$VISUAL` or `$EDITOR` (else `vi`) change a text, in a file of mode 0600 that is removed afterwards.
  ///
  /// - Parameters:
  ///   - machine: nobody has an editor without one.
  ///   - ends: waits until a descriptor can be read; false when there is no time left to wait.
  static func edit(_ text: String, on machine: Machine, whenReadable ends: (Int32) -> Bool) -> Result<String, Problem> {
    // mkstemp(3) puts letters that nobody can guess in the place of the six X.
    var path = Array("\(temporaryFolder)/postern-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return .failure(Problem(sentence: "No temporary file can be made for the editor.")) }
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    // A last line without its end makes some editors complain and others add one.
    var text = text + "\n"
    let isWritten = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
    close(descriptor)
    guard isWritten else { return .failure(Problem(sentence: "The text cannot be written for the editor.")) }
    let environment = Environment.process
    let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    guard run("\(editor) \"$1\"", on: name, whenReadable: ends) else {
      return .failure(Problem(sentence: "The editor \"\(editor)\" ended with an error; the text is as before."))
    }
    guard let edited = contents(of: name) else {
      return .failure(Problem(sentence: "What the editor wrote cannot be read; the text is as before."))
    }
    return .success(edited.hasSuffix("\n") ? String(edited.dropLast()) : edited)
  }

  /// Runs a shell's command on a file; whether it ended well.
  private static func run(_ command: String, on file: String, whenReadable ends: (Int32) -> Bool) -> Bool {
    var child = pid_t()
    let descriptor = postern_shell_start(command, file, &child)
    guard descriptor >= 0 else { return false }
    guard ends(descriptor) else {
      postern_shell_leave(descriptor, child)
      return false
    }
    return postern_shell_end(descriptor, child) == 0
  }

  private static var temporaryFolder: String {
    Environment.process["TMPDIR"] ?? "/tmp"
  }

  /// The text of a file of at most 64 KB.
  private static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    return count >= 0 ? String(validating: bytes.prefix(count), as: UTF8.self) : nil
  }
}
