import Glibc

/// A counter that threads wait on (sem_init(3)): one wait returns for each post.
// Sendable holds: POSIX semaphores are made for several threads, and the pointer is freed only with the last reference.
final class Semaphore: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<sem_t>

  init() {
    handle = .allocate(capacity: 1)
    sem_init(handle, 0, 0)
  }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  func post() { sem_post(handle) }

  func wait() {
    while sem_wait(handle) != 0 {}
  }
}

/// A thread that lives as long as its closure.
enum WriterThread {
  private final class Box: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts one; traps when the system has no thread left, as nothing can be written then.
  static func start(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    guard code == 0 else { fatalError("No thread for the database's writer: \(String(cString: strerror(code)))") }
    pthread_detach(thread)
  }
}
