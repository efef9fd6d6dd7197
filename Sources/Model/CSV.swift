/// Comma-separated values (RFC 4180), safe to be opened in a spreadsheet.
public enum CSV {
  /// A field; one that a spreadsheet would take for a formula gets an apostrophe in front.
  public static func field(_ text: String) -> String {
    // Scalars, not characters: a carriage return and a line feed together are one character.
    let safe = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } == true ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// A row, with what ends it.
  public static func row(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }
}
