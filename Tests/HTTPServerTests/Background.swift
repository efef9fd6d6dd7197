import Glibc
import Testing

/// A closure on a thread of its own: Swift's pool has few of them, and tests that wait hold them.
final class Background {
  private final class Box: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private var thread = pthread_t()

  init(_ body: @escaping @Sendable () -> Void) {
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(Box(body)).toOpaque())
    #expect(code == 0)
  }

  /// Waits until it is done.
  func join() { pthread_join(thread, nil) }
}
