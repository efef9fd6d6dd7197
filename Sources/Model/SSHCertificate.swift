import FoundationEssentials

/// What a certificate of OpenSSH's says of whom it is for (PROTOCOL.certkeys). Whether it is good, sshd(8) has found out:
/// signature, authority, time.
public struct SSHCertificate: Sendable, Equatable {
  /// The number that its authority gave it.
  public let serial: UInt64
  /// The names of those for whom it is.
  public let principals: [String]

  /// Reads a certificate for a person.
  ///
  /// - Parameters:
  ///   - type: as sshd says it (%t), such as `ssh-ed25519-cert-v01@openssh.com`.
  ///   - text: the certificate in Base64 (%k).
  /// - Returns: nothing for what is none.
  public init?(type: String, text: String) {
    guard text.utf8.count <= 65_536, let pieces = Self.pieces[type], let data = Data(base64Encoded: text) else {
      return nil
    }
    var reader = SSHReader([UInt8](data))
    guard let inner = reader.string(), inner.elementsEqual(type.utf8), reader.string() != nil else { return nil }
    for _ in 0..<pieces where reader.string() == nil { return nil }
    guard let serial = reader.number(bytes: 8), let kind = reader.number(bytes: 4), kind == Self.forPeople,
      reader.string() != nil, let packed = reader.string()
    else { return nil }
    var names = SSHReader(packed)
    var principals: [String] = []
    while !names.isAtEnd {
      guard let bytes = names.string(), let name = String(validating: bytes, as: UTF8.self) else { return nil }
      principals.append(name)
    }
    self.serial = serial
    self.principals = principals
  }

  /// Certificates for people, not for hosts.
  private static let forPeople: UInt64 = 1

  /// How many pieces the key of each type has.
  private static let pieces = [
    "ssh-ed25519-cert-v01@openssh.com": 1, "ssh-rsa-cert-v01@openssh.com": 2,
    "rsa-sha2-256-cert-v01@openssh.com": 2, "rsa-sha2-512-cert-v01@openssh.com": 2,
    "ecdsa-sha2-nistp256-cert-v01@openssh.com": 2, "ecdsa-sha2-nistp384-cert-v01@openssh.com": 2,
    "ecdsa-sha2-nistp521-cert-v01@openssh.com": 2, "sk-ssh-ed25519-cert-v01@openssh.com": 2,
    "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com": 3,
  ]
}
