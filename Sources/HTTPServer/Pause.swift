import Glibc

/// Sleep, in the few places where nothing else can be waited for.
enum Pause {
  static func milliseconds(_ count: UInt32) { usleep(count * 1000) }
}
