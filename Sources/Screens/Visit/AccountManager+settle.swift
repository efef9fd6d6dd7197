extension AccountManager {
  /// Answers every query that was asked for, on this thread: for pictures, for tests, and where there is no terminal.
  public func settle() {
    while case let works = takeWorks(), !works.isEmpty {
      for (work, account) in works { receive(work.answer(account, desk.accounts)) }
    }
  }
}
