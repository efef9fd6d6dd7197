import CMicroHTTPD
import Glibc

extension Connection {
  /// One step of a request: libmicrohttpd calls it when the head is there, for each piece of the body, when all is
  /// there, and when a sleeping connection was woken.
  func proceed(
    _ handle: OpaquePointer, method: UnsafePointer<CChar>, target: UnsafePointer<CChar>,
    version: UnsafePointer<CChar>, upload: UnsafePointer<CChar>?, length: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    switch exchange.pointee.step {
    case .head:
      let length = exchange.pointee.target.count
      let head = RequestHead(handle, method: method, target: target, targetLength: length, version: version)
      return admit(head, handle)
    case .body:
      guard length.pointee > 0, let upload else { return answer(handle) }
      let piece = UnsafeBufferPointer(cString: upload, count: length.pointee)
      length.pointee = 0
      exchange.pointee.request?.body.append(contentsOf: piece)
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
  private func admit(_ head: RequestHead, _ handle: OpaquePointer) -> MHD_Result {
    if let refusal = head.refusal { return refuse(refusal, handle) }
    if head.contentLength > engine.settings.bodyLimit { return refuse(.bodyTooLarge, handle) }
    do throws(HTTPRefusal.Thrown) {
      let target = try exchange.pointee.target.withUnsafeBufferPointer { bytes throws(HTTPRefusal.Thrown) in
        try RequestTarget(bytes, host: head.host)
      }
      var request = HTTPRequest(
        method: head.method, path: target.path, query: target.query, headers: head.headers, address: address.text,
        isSecure: isSecure)
      if isTrustedProxy { request.believeProxies(engine.isTrusted) }
      if head.contentLength > 0 { request.body.reserveCapacity(head.contentLength) }
      exchange.pointee.request = request
      exchange.pointee.headMemory = head.memory
      exchange.pointee.step = .body
      if head.contentLength > 0 { phase.enter(.body, at: engine.clock.now) }
      return .YES
    } catch {
      return refuse(error.reason, handle)
    }
  }

  private func answer(_ handle: OpaquePointer) -> MHD_Result {
    guard let request = exchange.pointee.request.take() else { return .NO }
    phase.enter(.working, at: engine.clock.now)
    switch engine.handler(request) {
    case .now(let response): return send(response, handle)
    case .later(let begin):
      guard engine.maySleep() else { return send(.refusing(.stopping), handle) }
      // Asleep before anybody can wake it.
      MHD_suspend_connection(handle)
      let ticket = Ticket(handle, engine)
      exchange.pointee.step = .answer(ticket)
      self.ticket.withLock { $0 = ticket }
      let holder = TicketHolder(ticket)
      begin(Responder { holder.give($0) })
      return .YES
    }
  }

  private func send(_ response: HTTPResponse, _ handle: OpaquePointer) -> MHD_Result {
    phase.enter(.sending, at: engine.clock.now)
    let used = exchange.pointee.headMemory ?? postern_mhd_head_memory(handle)
    if !response.hasRoom(beside: used) {
      engine.count(.targetTooLong, from: address)
      return HTTPResponse.refusing(.targetTooLong).queue(on: handle, closing: true)
    }
    return response.queue(on: handle, closing: engine.isStopping)
  }

  private func refuse(_ refusal: HTTPRefusal, _ handle: OpaquePointer) -> MHD_Result {
    exchange.pointee.step = .refused
    engine.count(refusal, from: address)
    return send(.refusing(refusal), handle)
  }

  /// The request was answered, or the connection was lost or closed.
  func completed(_ handle: OpaquePointer, _ reason: MHD_RequestTerminationCode) {
    switch exchange.pointee.step {
    case .head where reason == .REQUEST_TERMINATED_WITH_ERROR: engine.count(.unreadable, from: address)
    case .refused: discardInput()
    case .head, .body, .answer: break
    }
    finish()
  }

  /// Closing a socket with unread bytes resets it, and the client may lose the answer with them.
  private func discardInput() {
    for _ in 0..<16 where recv(descriptor, nil, 65_536, Int32(MSG_TRUNC | MSG_DONTWAIT)) <= 0 {
      return
    }
  }
}
