import Glibc

// Sendable holds: POSIX semaphores are made for several threads, and the pointer is freed only with the last reference.
/// A counter that threads wait on (sem_init(3)): one wait returns for each post.
public final class CountingSemaphore: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<sem_t>

  /// Nothing posted yet.
  public init() {
    handle = .allocate(capacity: 1)
    sem_init(handle, 0, 0)
  }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  /// Lets one wait return.
  public func post() { sem_post(handle) }

  /// Returns for one post.
  public func wait() {
    while sem_wait(handle) != 0 {}
  }
}
