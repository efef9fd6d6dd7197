import Glibc

/// Why a server cannot be started, or its certificate not be loaded.
public enum HTTPServerError: Error, Equatable {
  /// Something else listens at that port.
  case portInUse(host: String, port: UInt16)
  /// The port is one of those that only the system's administrator may use.
  case portNotPermitted(port: UInt16)
  /// No address of this machine has that name.
  case unknownHost(String)
  /// The system refused it otherwise.
  case cannotListen(host: String, port: UInt16, reason: String)
  /// The certificate or key cannot be read from its file.
  case unreadable(path: String, reason: String)
  /// The files were read, but cannot be used together as certificate and key.
  case unusableCertificate(certificate: String, key: String, reason: String)
  /// A trusted proxy is not named by its address.
  case notAnAddress(String)
  /// The library would not start its threads.
  case cannotStart(reason: String)

  /// One sentence for who runs the server: what is wrong, and what to do.
  public var sentence: String {
    switch self {
    case .portInUse(let host, let port):
      "Port \(port) of \(host) is in use; stop what listens there, or choose another address with --listen."
    case .portNotPermitted(let port):
      "Port \(port) may only be used by root; choose one above 1023, or allow it with setcap cap_net_bind_service."
    case .unknownHost(let host):
      "No address of this machine is called \(host); choose another with --listen, such as 127.0.0.1:5000."
    case .cannotListen(let host, let port, let reason):
      "Cannot listen at port \(port) of \(host): \(reason); choose another address with --listen."
    case .unreadable(let path, let reason):
      "Cannot read \(path): \(reason); check the path and its permissions."
    case .unusableCertificate(let certificate, let key, let reason):
      "Cannot use the certificate \(certificate) with the key \(key): \(reason)"
        + "; give a PEM certificate and its unencrypted PEM key."
    case .notAnAddress(let text):
      "\(text) is not the address of a proxy; write an IPv4 or IPv6 address, such as 10.0.0.1."
    case .cannotStart(let reason):
      "The server cannot start: \(reason); check the limits of threads and open files."
    }
  }

  /// The words of the C library for an error number.
  static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
