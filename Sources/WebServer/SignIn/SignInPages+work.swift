import Accounts
import HTTPServer
import Storage

extension SignInPages {
  /// What a page does: reads what it needs and answers, at once or when the writer has done something.
  typealias Work = @Sendable (PageDesk) throws(AccountError) -> HTTPAnswer

  /// A desk on a connection.
  func desk(on store: Store) -> PageDesk {
    PageDesk(
      accounts: Accounts(store: store, settings: accountSettings, surroundings: surroundings), settings: settings
    ) { [writer] change in writer.submit(change) { _ in } }
  }

  /// Lends a desk. Whoever writes with it waits for the lock, so that is done on threads of one's own only.
  func work<Value>(_ body: (PageDesk) throws(AccountError) -> Value) throws(AccountError) -> Value {
    try stores.with { (store) throws(AccountError) in
      try body(desk(on: store))
    } orElse: { (error) throws(AccountError) in
      throw .storage(error)
    }
  }

  /// Answers with a desk; what goes wrong becomes a page. The threads that answer requests only read: a change would wait
  /// there for another program's lock, and with it all whose connections are that thread's.
  func answering(_ request: HTTPRequest, _ body: @escaping Work) -> HTTPAnswer {
    do throws(AccountError) {
      return try work(body)
    } catch .noSigningKey {
      return commit(Accounts.makeSigningKey(surroundings), for: request) { _, respond in
        // Once in the life of a house, the page is made on the writer's thread.
        do throws(AccountError) {
          switch try work(body) {
          case .now(let response): respond(response)
          case .later(let later): later(respond)
          }
        } catch {
          respond(failure(error, to: request))
        }
      }
    } catch {
      return .now(failure(error, to: request))
    }
  }

  /// Hands a change to the writer; what follows should be quick.
  private func commit<Value>(
    _ change: Change<Value>, for request: HTTPRequest, then next: @escaping @Sendable (Value, Responder) -> Void
  ) -> HTTPAnswer {
    .later { respond in
      writer.submit(change) { result in
        switch result {
        case .success(let value): next(value, respond)
        case .failure(let error): respond { failure(.storage(error), to: request) }
        }
      }
    }
  }

  /// Hands a change to the writer, and answers with a page when it is on the disk.
  func commit<Value>(
    _ change: Change<Value>, for request: HTTPRequest, then page: @escaping @Sendable (Value) -> HTTPResponse
  ) -> HTTPAnswer {
    commit(change, for: request) { value, respond in respond { page(value) } }
  }
}
