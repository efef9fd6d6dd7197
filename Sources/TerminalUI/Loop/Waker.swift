import CSystem
import Glibc

/// Wakes an ``EventLoop`` from any thread.
public final class Waker: Sendable {
  /// What the loop polls.
  let descriptor: Int32
  private let writing: Int32

  /// A waker for one loop.
  public init() throws(TerminalError) {
    var reading: Int32 = -1
    var writing: Int32 = -1
    let failure = postern_wake_pipe(&reading, &writing)
    guard failure == 0 else { throw .unusable(code: failure) }
    descriptor = reading
    self.writing = writing
  }

  deinit {
    close(descriptor)
    close(writing)
  }

  /// Makes the loop return `.woken`, now or the next time it waits. Any number of calls count as one.
  public func wake() {
    var byte: UInt8 = 1
    // A full pipe wakes as well as a fuller one.
    while write(writing, &byte, 1) < 0, errno == EINTR {}
  }

  /// Forgets the calls so far.
  func clear() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(descriptor, &bytes, bytes.count) == bytes.count {}
  }
}
