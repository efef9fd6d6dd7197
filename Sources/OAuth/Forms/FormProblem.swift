/// Why bytes are no form that can be read in one way only.
public enum FormProblem: Error, Sendable, Equatable, CaseIterable {
  /// A percent sign without two hexadecimal digits behind it.
  case badPercentSign
  /// Bytes that are not UTF-8.
  case invalidUTF8
  /// A NUL, written out or encoded: nothing that people or programs mean holds one.
  case nul
  /// A control character that is not encoded.
  case controlCharacter
  /// More than ``FormParameters/limit`` parameters.
  case tooMany

  /// What is wrong, for whoever wrote the client.
  public var sentence: String {
    switch self {
    case .badPercentSign: "A percent sign in the parameters is not followed by two hexadecimal digits."
    case .invalidUTF8: "The parameters are not UTF-8."
    case .nul: "The parameters hold a NUL character."
    case .controlCharacter: "The parameters hold a control character that is not encoded."
    case .tooMany: "There are more than \(FormParameters.limit) parameters."
    }
  }
}
