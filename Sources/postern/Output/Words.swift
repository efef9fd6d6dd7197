import FoundationEssentials
import Model

/// Values in the words that tables and sheets use.
enum Words {
  /// A moment, or that there was none.
  static func moment(_ date: Date?, absent: String = "never") -> String { date?.rfc3339 ?? absent }

  /// Scope ids, or that there is none.
  static func scopes(_ ids: [String]) -> String { ids.isEmpty ? "none" : ids.joined(separator: " ") }

  /// Whether somebody is active.
  static func state(_ user: User) -> String { user.isActive ? "active" : "disabled" }

  /// Whether an application is active.
  static func state(_ client: Client) -> String { client.disabledAt == nil ? "active" : "disabled" }

  /// Which secrets stop working, as the beginning of a sentence.
  static func secrets(_ secrets: [ClientSecret]) -> String {
    let ends = secrets.map { "…\($0.lastFour)" }.joined(separator: " and ")
    return secrets.count == 1 ? "The secret \(ends) stops working" : "The secrets \(ends) stop working"
  }

  /// A number of things.
  static func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }

  /// A name in quotation marks, harmless on a terminal.
  static func quoted(_ name: Name) -> String { PlainText.quoted(name.text) }
}
