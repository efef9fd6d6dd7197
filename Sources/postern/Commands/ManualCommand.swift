import Glibc
import Model

extension CommandOption {
  fileprivate static let folder = CommandOption(
    long: "folder", value: "FOLDER", help: "write every page into this folder instead")
}

extension Command {
  /// `postern man`: the manual's source, for the package.
  static let manual: Command = Command(
    path: ["man"], summary: "print the manual page", options: [.folder], isHidden: true
  ) { invocation throws(Failure) in
    let manual = Manual(table: .postern, version: Postern.version)
    guard let folder = invocation.value(.folder) else { return try Console.print(manual.overview.text) }
    for page in manual.pages { try write(page.text + "\n", to: "\(folder)/\(page.file)") }
  }

  /// Writes a file that everybody may read.
  private static func write(_ text: String, to path: String) throws(Failure) {
    guard let file = fopen(path, "we") else { throw unwritten(path) }
    let count = fwrite(text, 1, text.utf8.count, file)
    let isWritten = fchmod(fileno(file), 0o644) == 0 && count == text.utf8.count
    guard fclose(file) == 0, isWritten else { throw unwritten(path) }
  }

  private static func unwritten(_ path: String) -> Failure {
    .failed("cannot write \(PlainText.visible(path, limit: 500)): \(String(cString: strerror(errno))).")
  }
}
