import CSystem
import Glibc

/// A thread of the system's own. Swift's pool of threads would wake the process once a second for good, and has no room
/// for who waits: for the disk, for a connection, for a processor that hashes a password.
public enum Thread {
  /// The system has no thread left, or no memory for one.
  public struct Unavailable: Error {
    /// What errno would say.
    public let code: Int32

    /// The system's words for it.
    public var reason: String { String(cString: strerror(code)) }
  }

  /// Swift's code is frugal with the stack, and the system's own choice is eight times as much.
  private static let stackSize = 1 << 20

  private final class Box: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// A number from zero up to, without, a count: the same each time that a thread asks, and another for other threads, as
  /// a rule.
  public static func place(among count: Int) -> Int {
    // Threads lie in memory a stack apart: the bits that differ are in the middle.
    Int((UInt64(pthread_self()) &* 0x9E37_79B9_7F4A_7C15) >> 40) % count
  }

  /// Lets the calling thread sleep, in the few places where nothing else can be waited for. A signal may end it early.
  ///
  /// - Parameter duration: less than a second; nothing of it when negative.
  public static func sleep(for duration: Duration) {
    precondition(duration < .seconds(1), "Whoever sleeps longer is waited for.")
    usleep(UInt32(max(0, duration / .microseconds(1))))
  }

  /// Starts a thread that runs one closure and ends.
  ///
  /// - Parameter name: shown by ps and top; the system keeps fifteen characters.
  public static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(Unavailable) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackSize)
    let box = Unmanaged.passRetained(
      Box {
        postern_name_thread(name)
        body()
      })
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw Unavailable(code: code)
    }
  }
}
