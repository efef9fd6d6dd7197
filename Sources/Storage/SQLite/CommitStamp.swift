import CSQLite

/// What changes with every commit of anybody, in any process: the header of the index of the write-ahead log
/// (https://www.sqlite.org/walformat.html §2.1), in memory that all share who have the database open.
struct CommitStamp: Equatable {
  private let content: postern_sqlite_stamp

  fileprivate init(_ content: postern_sqlite_stamp) { self.content = content }

  static func == (left: CommitStamp, right: CommitStamp) -> Bool {
    withUnsafePointer(to: left.content) { left in
      withUnsafePointer(to: right.content) { postern_sqlite_same(left, $0) != 0 }
    }
  }

  /// Pages of the log that have been committed.
  var pages: Int { withUnsafePointer(to: content) { Int(postern_sqlite_log_pages($0)) } }

  /// Whether one commit, and no more, lies between another stamp and this one.
  func isNext(after other: CommitStamp) -> Bool {
    withUnsafePointer(to: content) { content in
      withUnsafePointer(to: other.content) { postern_sqlite_follows(content, $0) != 0 }
    }
  }
}

extension Connection {
  /// The stamp of the last commit; nothing when it cannot be told, as in the middle of one. For a connection that has
  /// read before.
  var stamp: CommitStamp? {
    var content = postern_sqlite_stamp()
    return postern_sqlite_look(handle, &content) != 0 ? CommitStamp(content) : nil
  }
}
