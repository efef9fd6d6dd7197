import FoundationEssentials

/// A public key as OpenSSH writes it in a `.pub` file: its type, its bytes in Base64, a comment (sshd(8),
/// "AUTHORIZED_KEYS FILE FORMAT").
public struct SSHPublicKey: Sendable, Equatable {
  /// The kinds of keys that may sign somebody in: neither DSA, which is too short, nor certificates.
  public enum Kind: String, Sendable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsa256 = "ecdsa-sha2-nistp256"
    case ecdsa384 = "ecdsa-sha2-nistp384"
    case ecdsa521 = "ecdsa-sha2-nistp521"
    case rsa = "ssh-rsa"
    case hardwareEd25519 = "sk-ssh-ed25519@openssh.com"
    case hardwareECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
  }

  /// The fewest bits of an RSA key (NIST SP 800-131A).
  public static let rsaMinimum = 2048
  /// The most bits of an RSA key, as OpenSSH takes them.
  public static let rsaLimit = 16_384
  /// The most bytes of a line: the longest RSA key has some 2,800, and the rest may be its comment.
  public static let limit = 8192

  /// The kind of key.
  public let kind: Kind
  /// The key as the protocol sends it (RFC 4253 §6.6), which its fingerprint is taken of.
  public let blob: [UInt8]
  /// The same in Base64, as it was written.
  public let text: String
  /// What stands behind the key: mostly who made it, and where. One line that can be shown; may be empty.
  public let comment: String

  /// The key without its comment, as `authorized_keys` has it.
  public var line: String { "\(kind.rawValue) \(text)" }

  /// Reads a line that somebody pasted. Whatever is not exactly one public key is refused, with what it looks like.
  ///
  /// - Throws: the issue, filed under ``Field/sshKey``.
  public init(validating raw: String) throws(ValidationFailure) {
    do throws(Flaw) {
      let line = try Self.line(raw)
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
      guard let first = words.first else { throw Flaw("Paste a public key: the line of a .pub file.") }
      kind = try Self.kind(String(first), in: line)
      guard words.count > 1 else {
        throw Flaw("The key itself is missing behind \(kind.rawValue); paste the whole line.")
      }
      text = String(words[1])
      blob = try Self.bytes(text)
      try Self.check(blob, is: kind)
      comment = words.count > 2 ? PlainText.trimmed(words[2]) : ""
      if let problem = PlainText.problem(in: comment, label: "The key's comment", limit: 1000) { throw Flaw(problem) }
    } catch {
      throw ValidationFailure(FieldIssue(.sshKey, error.sentence))
    }
  }

  /// What is wrong with a line.
  struct Flaw: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    static let damaged = Flaw("The key is damaged or cut off; copy its whole line again.")
  }

  /// The one line of a text, with spaces for tabs.
  private static func line(_ raw: String) throws(Flaw) -> String {
    guard raw.utf8.count <= limit else {
      throw Flaw("That is too long for a public key; paste the line of a .pub file.")
    }
    let text = PlainText.trimmed(raw)
    for sign in ["PRIVATE KEY", "PuTTY-User-Key-File"] where text.contains(sign) {
      throw Flaw(
        "That is a private key: it belongs on your own machine alone. Paste the public one, the line of its .pub file.")
    }
    if text.hasPrefix("---- BEGIN SSH2 PUBLIC KEY") {
      throw Flaw("Write the key in OpenSSH's format first: ssh-keygen -i -f FILE prints it.")
    }
    guard !text.unicodeScalars.contains(where: { $0 != "\t" && PlainText.isControl($0) }) else {
      throw Flaw("A public key is a single line without control characters; paste one key at a time.")
    }
    return PlainText.withPlainLines(text)
  }

  private static func kind(_ word: String, in line: String) throws(Flaw) -> Kind {
    if let kind = Kind(rawValue: word) { return kind }
    if word == "ssh-dss" { throw Flaw("DSA keys are too weak; make another with \"ssh-keygen -t ed25519\".") }
    if word.contains("-cert-v01@openssh.com") {
      throw Flaw("That is a certificate; paste the public key that it was made for.")
    }
    // Options may hold spaces, in quotation marks, but what stands behind them is a key's type.
    if line.split(separator: " ").dropFirst().contains(where: { Kind(rawValue: String($0)) != nil }) {
      throw Flaw("Leave out what stands before the key's type: options are not taken.")
    }
    throw Flaw("That is no public key; paste a line that starts with ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa.")
  }

  /// The bytes of a Base64 text, which must be their one spelling.
  private static func bytes(_ text: String) throws(Flaw) -> [UInt8] {
    guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { throw .damaged }
    return [UInt8](data)
  }
}
