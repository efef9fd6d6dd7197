import CMicroHTTPD
import Glibc

extension HTTPResponse {
  /// What is answered to a request that does not come through the gate.
  static func refusing(_ refusal: HTTPRefusal) -> HTTPResponse {
    HTTPResponse(
      status: refusal.status ?? 400,
      headers: [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")],
      body: Array("\(refusal.sentence)\n".utf8))
  }

  /// Hands the response to libmicrohttpd, which copies it. One that cannot be sent as it is becomes status 500: a
  /// header that breaks out of its line is not sent in part, and none is left out.
  ///
  /// - Parameter closing: says to the client that this connection ends with it.
  func queue(on connection: OpaquePointer, closing: Bool) -> MHD_Result {
    guard (200...599).contains(status), let response = made(closing: closing) else {
      return status == 500 && headers.isEmpty ? .NO : HTTPResponse(status: 500).queue(on: connection, closing: true)
    }
    defer { MHD_destroy_response(response) }
    return MHD_queue_response(connection, UInt32(status), response)
  }

  /// Whether its head has room beside what the request's has taken: libmicrohttpd would otherwise close without a word.
  func hasRoom(beside used: Int) -> Bool {
    let own = headers.reduce(256) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    return own + used <= Engine.memoryPerConnection
  }

  private func made(closing: Bool) -> OpaquePointer? {
    let response = body.withUnsafeBytes {
      MHD_create_response_from_buffer($0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
    }
    guard let response else { return nil }
    var isWhole = !closing || MHD_add_response_header(response, "Connection", "close") == .YES
    for (name, value) in headers where isWhole {
      isWhole = Self.add(name, value, to: response)
    }
    guard isWhole else {
      MHD_destroy_response(response)
      return nil
    }
    return response
  }

  /// Adds a header; false for one that is none.
  private static func add(_ name: String, _ value: String, to response: OpaquePointer) -> Bool {
    // Passed as strings they would each be copied into an array first.
    name.withCString { name in
      value.withCString { text in
        // libmicrohttpd looks for CR and LF; what has a NUL in it is shorter to C, and would be cut off.
        strlen(text) == value.utf8.count && MHD_add_response_header(response, name, text) == .YES
      }
    }
  }
}
