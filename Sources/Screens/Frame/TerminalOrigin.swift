import Glibc
import Model

extension Origin {
  /// This terminal: its name, and the address of the SSH client when there is one.
  public static var terminal: Origin {
    let tty = ttyname(STDIN_FILENO).map { String(cString: $0) } ?? "no terminal"
    guard let connection = getenv("SSH_CONNECTION") else { return Origin("tty \(tty)") }
    let address = String(cString: connection).split(separator: " ").first ?? "unknown"
    return Origin("ssh \(address)")
  }
}
