import CMicroHTTPD
import Glibc

/// A certificate and its key, as GnuTLS keeps them.
// Sendable holds: GnuTLS only reads credentials once they are loaded, from any thread.
final class Certificate: @unchecked Sendable {
  /// TLS 1.2 and 1.3, with ciphers of at least 128 bits.
  static let priorities = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

  private let credentials: gnutls_certificate_credentials_t

  init(_ files: HTTPServerSettings.TLS) throws(HTTPServerError) {
    let certificate = try Self.read(files.certificate)
    let key = try Self.read(files.key)
    var made: gnutls_certificate_credentials_t?
    guard gnutls_certificate_allocate_credentials(&made) == GNUTLS_E_SUCCESS, let made else {
      throw .cannotStart(reason: "out of memory")
    }
    credentials = made
    // It also looks whether the key is the certificate's own.
    let code = Self.withDatum(certificate) { certificate in
      Self.withDatum(key) { gnutls_certificate_set_x509_key_mem(made, certificate, $0, GNUTLS_X509_FMT_PEM) }
    }
    guard code >= 0 else {
      throw .unusableCertificate(
        certificate: files.certificate, key: files.key, reason: String(cString: gnutls_strerror(code)))
    }
  }

  deinit { gnutls_certificate_free_credentials(credentials) }

  /// Gives it to a session whose handshake has not begun.
  func use(in session: gnutls_session_t) {
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
  }

  private static func read(_ path: String) throws(HTTPServerError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: HTTPServerError.words(errno)) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      guard count >= 0 else { throw .unreadable(path: path, reason: HTTPServerError.words(errno)) }
      if count == 0 { return content }
      content += piece[..<count]
      guard content.count < 1 << 20 else { throw .unreadable(path: path, reason: "it is larger than 1 MB") }
    }
  }

  private static func withDatum(_ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Int32) -> Int32 {
    var bytes = bytes
    return bytes.withUnsafeMutableBufferPointer { buffer in
      var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
      return body(&datum)
    }
  }
}
