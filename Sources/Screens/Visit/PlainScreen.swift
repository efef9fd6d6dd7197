import Glibc

/// A text on the bare screen, where the mouse can select it whole: no box, no padding, no line breaks but its own.
enum PlainScreen {
  /// Shows a text until Enter is pressed, then wipes it off the screen and out of what can be scrolled back to.
  ///
  /// - Parameter waits: waits until a descriptor can be read; false when there is no time left to wait.
  static func show(_ text: String, input: Int32, whenReadable waits: (Int32) -> Bool) {
    send("\u{1B}[2J\u{1B}[H\(text)\r\n\r\nSelect it with the mouse, then press Enter. ")
    var byte: UInt8 = 0
    while waits(input), read(input, &byte, 1) == 1, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {}
    send("\u{1B}[2J\u{1B}[3J\u{1B}[H")
  }

  private static func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = write(STDOUT_FILENO, bytes.baseAddress, bytes.count) }
  }
}
