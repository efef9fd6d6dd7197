import Configuration
import Model

/// What somebody asked a command to do: its options and words, and where it runs.
struct Invocation: Sendable {
  /// The values of each option, by its long name; an option without value has an empty one.
  let values: [String: [String]]
  /// The words beside the options, as many as the command takes.
  let words: [String]
  /// The environment variables.
  let environment: Environment
  /// The house that is open already, for somebody who came in over SSH.
  var opened: House?

  /// Whether an option was given.
  func has(_ option: CommandOption) -> Bool { values[option.long] != nil }

  /// The value of an option, if it was given.
  func value(_ option: CommandOption) -> String? { values[option.long]?.last }

  /// The value of an option that the command cannot do without.
  func required(_ option: CommandOption) throws(Failure) -> String {
    guard let value = value(option) else { throw .usage("--\(option.long) is missing.") }
    return value
  }

  /// Every value of an option that may be given several times.
  func all(_ option: CommandOption) -> [String] { values[option.long] ?? [] }

  /// Scope ids: each option may hold several, with spaces between them as in the protocol (RFC 6749 §3.3).
  var scopes: [String] { all(.scope).flatMap { $0.split(separator: " ").map(String.init) } }

  /// The value of an option as a whole number in a range.
  func number(_ option: CommandOption, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range ~= number else {
      throw .usage(
        "--\(option.long) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(PlainText.quoted(text))."
      )
    }
    return number
  }
}
