import Glibc

/// The locale that widths of characters are asked in, whatever the test run's own is.
enum TestLocale {
  private static let isSet: Bool = setlocale(LC_CTYPE, "C.UTF-8") != nil

  /// Sets it, once for all tests.
  static func set() { precondition(isSet, "this system has no C.UTF-8") }
}
