import Cryptography

/// What a filter of everybody's tokens may hold: a token itself. It is digested and looked up, never shown or kept.
public enum TokenSearch {
  /// Whether a text holds what looks like a secret of the house, as soon as its prefix is there.
  public static func holdsSecret(_ text: String) -> Bool {
    MachineSecret.Kind.allCases.contains { text.utf8.firstRange(of: $0.rawValue.utf8) != nil }
  }

  /// The token that a text holds, wherever in it: a line of a log or a header may have been pasted. Nothing when there is
  /// none that is whole.
  public static func presented(in text: String) -> MachineSecret? {
    let bytes = Array(text.utf8)
    for kind in [MachineSecret.Kind.accessToken, .refreshToken, .personalToken] {
      guard let range = bytes.firstRange(of: Array(kind.rawValue.utf8)) else { continue }
      let body = bytes[range.upperBound...].prefix(while: isLetterOrDigit)
      let secret = MachineSecret(kind, presented: kind.rawValue + String(decoding: body, as: UTF8.self))
      if let secret { return secret }
    }
    return nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
