import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite
struct CertificateTests {
  private let folder = TemporaryFolder()

  /// What a shell says to some words.
  private func shell(_ words: String) -> String {
    guard let pipe = popen("{ \(words); } 2>&1", "r") else { return "" }
    defer { pclose(pipe) }
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&piece, 1, piece.count, pipe), count > 0 { output += piece[..<count] }
    return String(decoding: output, as: UTF8.self)
  }

  /// Makes a key and a certificate for `localhost` that says whose it is.
  private func makeCertificate(_ name: String) -> HTTPServerSettings.TLS {
    let files = HTTPServerSettings.TLS(certificate: folder.file("\(name).pem"), key: folder.file("\(name).key"))
    _ = shell(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /O=\(name)/CN=localhost"
        + " -addext subjectAltName=DNS:localhost -keyout \(files.key) -out \(files.certificate)")
    return files
  }

  private func settings(_ files: HTTPServerSettings.TLS) -> HTTPServerSettings {
    var settings = HTTPServerSettings()
    settings.tls = files
    return settings
  }

  private func failure(_ files: HTTPServerSettings.TLS) -> HTTPServerError? {
    do throws(HTTPServerError) {
      _ = try HTTPServer(settings(files)) { _ in .now(HTTPResponse(status: 200)) }
      return nil
    } catch {
      return error
    }
  }

  /// Whose certificate a new connection sees.
  private func owner(_ server: HTTPServer) -> String {
    shell("openssl s_client -connect 127.0.0.1:\(server.port) </dev/null 2>/dev/null | openssl x509 -noout -subject")
  }

  private func request(_ server: HTTPServer, _ options: String, _ request: String) -> String {
    shell("printf '\(request)' | openssl s_client -quiet -connect 127.0.0.1:\(server.port) \(options)")
  }

  @Test(arguments: ["-tls1_2", "-tls1_3"])
  func `requests come under TLS, and the handler is told`(version: String) throws {
    let files = makeCertificate("first")
    let server = try echo(settings(files))
    let verify = "-CAfile \(files.certificate) -verify_return_error -verify_hostname localhost"
    let answer = request(
      server, "\(version) \(verify)", "GET /a HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
    #expect(answer.contains("HTTP/1.1 200 OK"))
    #expect(answer.contains("GET /a\n?-\n127.0.0.1 true\n"))
  }

  @Test(arguments: ["-tls1 -cipher ALL:@SECLEVEL=0", "-tls1_1 -cipher ALL:@SECLEVEL=0"])
  func `old versions of TLS are not spoken`(version: String) throws {
    let server = try echo(settings(makeCertificate("first")))
    let answer = request(server, version, "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n")
    #expect(!answer.contains("HTTP/1.1"))
  }

  @Test
  func `plain text is not answered where TLS is spoken`() throws {
    let server = try echo(settings(makeCertificate("first")))
    let client = try RawClient(server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(!client.readToEnd().contains("HTTP/1.1"))
  }

  @Test
  func `the gate is the same under TLS`() throws {
    let server = try echo(settings(makeCertificate("first")))
    let answer = request(
      server, "", "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n")
    #expect(answer.contains("HTTP/1.1 501"))
  }

  @Test
  func `a handshake that stops half-way is ended in time`() throws {
    var settings = settings(makeCertificate("first"))
    settings.headerTimeout = 0.1
    let server = try echo(settings)
    #expect(try RawClient(server.port).isClosed)
    #expect(eventually { server.counts.connections == 0 })
  }

  @Test
  func `a new certificate is used from the next connection on, and a bad one never`() throws {
    let files = makeCertificate("first")
    let server = try echo(settings(files))
    #expect(owner(server).contains("first"))

    let next = makeCertificate("second")
    #expect(rename(next.certificate, files.certificate) == 0)
    // Now the certificate is new and its key still the old one.
    #expect(throws: HTTPServerError.self) { try server.reloadCertificate() }
    #expect(owner(server).contains("first"))
    #expect(rename(next.key, files.key) == 0)
    try server.reloadCertificate()
    #expect(owner(server).contains("second"))

    #expect(unlink(files.key) == 0)
    #expect(throws: HTTPServerError.unreadable(path: files.key, reason: "No such file or directory")) {
      try server.reloadCertificate()
    }
    #expect(owner(server).contains("second"))
  }

  @Test
  func `certificates and keys that cannot be used are told`() {
    let first = makeCertificate("first")
    let second = makeCertificate("second")
    let missing = folder.file("missing")
    #expect(
      failure(.init(certificate: missing, key: first.key))
        == .unreadable(path: missing, reason: "No such file or directory"))
    for files in [
      HTTPServerSettings.TLS(certificate: first.certificate, key: second.key),
      HTTPServerSettings.TLS(certificate: first.key, key: first.key),
      HTTPServerSettings.TLS(certificate: first.certificate, key: first.certificate),
      HTTPServerSettings.TLS(certificate: "/dev/null", key: "/dev/null"),
    ] {
      guard case .unusableCertificate = failure(files) else {
        Issue.record("It takes \(files).")
        continue
      }
    }
  }

  @Test
  func `without a certificate there is none to load again`() throws {
    try echo().reloadCertificate()
  }
}
