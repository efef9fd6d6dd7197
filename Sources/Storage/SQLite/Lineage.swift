import Synchronization

/// Which commits lie behind the last one: an unbroken line of a server's own that wrote tokens alone. What was read of
/// clients anywhere along the line is still right at its end, so a server that writes tokens all the time need not ask
/// for the same clients again and again. Any other commit, by whomever, breaks the line.
public final class Lineage: Sendable {
  private struct Line {
    var number = 0
    var end: CommitStamp?
  }

  private let line = Mutex(Line())

  /// Nothing known yet.
  public init() {}

  /// The number of the line that ends at a stamp; nothing when none does.
  func number(at stamp: CommitStamp) -> Int? { line.withLock { $0.end == stamp ? $0.number : nil } }

  /// Takes note of a commit of the server's own.
  ///
  /// - Parameters:
  ///   - before: the stamp while the commit's transaction held the write lock, so that nobody came between.
  ///   - after: the stamp some time later; others may have come between.
  ///   - wroteTokensAlone: whether clients, their secrets and their owners are as they were.
  func extend(from before: CommitStamp?, to after: CommitStamp?, wroteTokensAlone: Bool) {
    line.withLock { line in
      let isUnbroken =
        if let before, let after { wroteTokensAlone && line.end == before && after.isNext(after: before) } else {
          false
        }
      if !isUnbroken { line.number += 1 }
      line.end = after
    }
  }
}
