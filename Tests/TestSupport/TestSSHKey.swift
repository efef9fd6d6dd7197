import Testing

/// A key pair's public half, and what `ssh-keygen -l` says of it.
public struct TestSSHKey: Sendable, CustomTestStringConvertible {
  /// The line of its `.pub` file without a comment.
  public let line: String
  /// Its fingerprint.
  public let fingerprint: String

  /// Its type.
  public var testDescription: String { String(line.prefix { $0 != " " }) }
  /// The same line as ssh-keygen(1) writes it.
  public var withComment: String { "\(line) ada@laptop" }

  /// Ed25519.
  public static let ed25519 = TestSSHKey(
    line: """
      ssh-ed25519 \
      AAAAC3NzaC1lZDI1NTE5AAAAIPVQDiYOqybJGTNnjAt5GWvnFGJppYiXrqF9XA32dP3R
      """, fingerprint: "SHA256:I/T0ICJn4pZ7JQkbW1Pn6OwwtsYC0RGyiOld0x6X8MU")
  /// ECDSA on NIST's curve of 256 bits.
  public static let ecdsa256 = TestSSHKey(
    line: """
      ecdsa-sha2-nistp256 \
      AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBIl3tmdIw73oiO2IChubz85C17C3wb7Kw0NnrFoU8srt\
      9c9H/3JPmMkQ+GfkAucZlhd57BTF4x2WiX67CAIOyr4=
      """, fingerprint: "SHA256:kYtUoAr8sZvTcNJXZVmbVLC0flICl1v3kzNMP1ANvfk")
  /// ECDSA on the one of 384 bits.
  public static let ecdsa384 = TestSSHKey(
    line: """
      ecdsa-sha2-nistp384 \
      AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBF/uZ4Hpm1sIpkAJ4W63g5kqa2+wtatKwxpqWaFTCJXU\
      W8+6jq1wYth+ofvF7Xxzy//mle91fAn+TqpQvphsGPa11xLWmWc6wimdhsxi7QJ91cF2liMckCiryBAsRzMkvA==
      """, fingerprint: "SHA256:P8U1kHP8sTDnPGd1LnKQmMASUS+R/YPX0YemDOANYVk")
  /// ECDSA on the one of 521 bits.
  public static let ecdsa521 = TestSSHKey(
    line: """
      ecdsa-sha2-nistp521 \
      AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAHGQ74y+Ce29ikFV4j8iY7xO8SIzdJ1ZvZb/OnSoe3B\
      c/0jELiHMzI/ns+hOIccK+guhlxPCUO9usHLgQjSjm1/GAHub6gHxrGZyLNZK1LfpyaSoZRuwdfehLoViXVKenHc/jj+NVRi\
      +K0jBGeemLWwXbIavPxh4nVbzuibUZKrdxMmkA==
      """, fingerprint: "SHA256:YEZpitXPNPRQ6Dw00wZOjYrWUHYQXjYq/ItAfSJuIwU")
  /// RSA with 2048 bits.
  public static let rsa = TestSSHKey(
    line: """
      ssh-rsa \
      AAAAB3NzaC1yc2EAAAADAQABAAABAQDcNdc3sfNVJWhhCFXyZh+Suk5oIQUWxzm6jGg+AV54XRJNctxZiyQMK2oNh9ryfnh0\
      7u771Tfnl4LbDQyMzONtcrcQT2aU7jtz1ePRyAPkfPHv0O4g+3+iNype27vZ6xq2JKm/q3JJkcV19fgjcnRUvv7Pcmn1Icdt\
      zAyEMNfUrVQLUar9dM1HHnQ+hpKn7Iv9VtA+md8WunI0Mlm3vLaEFmrDMTxOZRuFG55RVciBBgP4oIm6r9AT2I9klhGoeb23\
      EK8L12jyuo4TyNsHzfc8EB/wEZRQVKlvqkvEAqdCs2HwII3kYhTThfDNFRp9qH0J7XPkL2zBm32yLO2YEG1r
      """, fingerprint: "SHA256:Exdd1ASWrGNQtha/2+gBeESo+F176oq7vau0tXC852A")
  /// Ed25519 in hardware.
  public static let hardwareEd25519 = TestSSHKey(
    line: """
      sk-ssh-ed25519@openssh.com \
      AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIPVQDiYOqybJGTNnjAt5GWvnFGJppYiXrqF9XA32dP3RAAAABHNz\
      aDo=
      """, fingerprint: "SHA256:mdwZ3UjD0TtYIESHcku00BhKip661mVDPwO5++5n0lo")
  /// ECDSA in hardware.
  public static let hardwareECDSA = TestSSHKey(
    line: """
      sk-ecdsa-sha2-nistp256@openssh.com \
      AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBIl3tmdIw73oiO2IChubz85C\
      17C3wb7Kw0NnrFoU8srt9c9H/3JPmMkQ+GfkAucZlhd57BTF4x2WiX67CAIOyr4AAAAEc3NoOg==
      """, fingerprint: "SHA256:T6t9Gx1BTwO/4R1OSD9Wl6bBgPdQI+sq3GWqEPuV4Wo")
  /// RSA with 1024 bits, which is too few.
  public static let weak = TestSSHKey(
    line: """
      ssh-rsa \
      AAAAB3NzaC1yc2EAAAADAQABAAAAgQDIqnXAw4Co5I6h9GE6Z1ILda9hdw6qVqgiuHL/zSmzB0v2gqr1FXs/JNiWS1RxFCMr\
      C90eHlgwEf8nJyIdql0LZao88/bTaNA4E/Uw3LODPAOEegixN1ixlvo5N5NGmIqQNcvT/dsyYUXbvb4MdJKuiDu38S6h/RF9\
      qsvp+pWVlw==
      """, fingerprint: "SHA256:Igls34bOQ9GRHqaCZDGBji9q/BySzSxWRYTbuEcVvGo")

  /// One of every kind that is taken.
  public static let good = [ed25519, ecdsa256, ecdsa384, ecdsa521, rsa, hardwareEd25519, hardwareECDSA]
}
