import CMicroHTTPD
import Glibc

extension Connection {
  /// One step of a request: libmicrohttpd calls it when the head is there, for each piece of the body, when all is
  /// there, and when a sleeping connection was woken.
  func proceed(
    _ handle: OpaquePointer, method: UnsafePointer<CChar>, target: UnsafePointer<CChar>,
    version: UnsafePointer<CChar>, upload: UnsafePointer<CChar>?, length: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    switch step {
    case nil:
      let head = RequestHead(
        handle, method: method, target: target, targetLength: self.target.count, version: version)
      return admit(head, handle, method: method)
    case .body:
      guard length.pointee > 0, let upload else { return answer(handle) }
      let piece = UnsafeBufferPointer(cString: upload, count: length.pointee)
      length.pointee = 0
      request?.body.append(contentsOf: piece)
      return .YES
    case .answer(let ticket):
      guard let response = ticket.take() else { return .YES }
      self.ticket.withLock { $0 = nil }
      return send(response, handle)
    case .refused:
      return isBarred ? .NO : refuse(.stopping, handle)
    }
  }

  /// Lets a request through the gate, or refuses it: an answer to the head alone ends the connection.
  private func admit(_ head: RequestHead, _ handle: OpaquePointer, method: UnsafePointer<CChar>) -> MHD_Result {
    if let refusal = head.refusal { return refuse(refusal, handle) }
    if head.contentLength > engine.settings.bodyLimit { return refuse(.bodyTooLarge, handle) }
    do throws(HTTPRefusal.Thrown) {
      let target = try target.withUnsafeBufferPointer { bytes throws(HTTPRefusal.Thrown) in
        try RequestTarget(bytes, host: head.host)
      }
      let name = String(cString: method)
      // The library leaves out the body of what answers HEAD, which is otherwise what answers GET (RFC 9110 §9.3.2).
      var request = HTTPRequest(
        method: name == "HEAD" ? "GET" : name, path: target.path, query: target.query, headers: head.headers,
        address: address.text, isSecure: isSecure)
      if isTrustedProxy { request.believeProxies(engine.isTrusted) }
      if head.contentLength > 0 { request.body.reserveCapacity(head.contentLength) }
      self.request = request
      step = .body
      if head.contentLength > 0 { phase.enter(.body, at: engine.clock.now) }
      return .YES
    } catch {
      return refuse(error.reason, handle)
    }
  }

  private func answer(_ handle: OpaquePointer) -> MHD_Result {
    guard let request else { return .NO }
    self.request = nil
    phase.enter(.working, at: engine.clock.now)
    switch engine.handler(request) {
    case .now(let response): return send(response, handle)
    case .later(let begin):
      guard engine.maySleep() else { return send(.refusing(.stopping), handle) }
      // Asleep before anybody can wake it.
      MHD_suspend_connection(handle)
      let ticket = Ticket(handle, engine)
      step = .answer(ticket)
      self.ticket.withLock { $0 = ticket }
      let responder = Responder(ticket)
      begin { responder.give($0) }
      return .YES
    }
  }

  private func send(_ response: HTTPResponse, _ handle: OpaquePointer) -> MHD_Result {
    phase.enter(.sending, at: engine.clock.now)
    return response.queue(on: handle, closing: engine.isStopping)
  }

  private func refuse(_ refusal: HTTPRefusal, _ handle: OpaquePointer) -> MHD_Result {
    step = .refused
    engine.count(refusal)
    return send(.refusing(refusal), handle)
  }

  /// The request was answered, or the connection was lost or closed.
  func completed(_ handle: OpaquePointer, _ reason: MHD_RequestTerminationCode) {
    if step == nil, reason == .REQUEST_TERMINATED_WITH_ERROR { engine.count(.unreadable) }
    if case .refused = step { discardInput() }
    finish()
  }

  /// Closing a socket with unread bytes resets it, and the client may lose the answer with them.
  private func discardInput() {
    for _ in 0..<16 where recv(descriptor, nil, 65_536, Int32(MSG_TRUNC | MSG_DONTWAIT)) <= 0 {
      return
    }
  }
}
