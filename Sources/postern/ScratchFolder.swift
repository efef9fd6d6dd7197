import CSystem
import Configuration
import Glibc
import Model

/// A folder for a throw-away database; it goes when the program ends, by a signal too.
struct ScratchFolder: ~Copyable {
  /// The path of the database in it.
  let database: String

  /// Makes one under the system's folder for temporary files. One a process.
  init(environment: Environment) throws(Failure) {
    let parent = environment["TMPDIR"] ?? "/tmp"
    guard let path = postern_scratch_make(parent, "postern.db") else {
      throw .failed("cannot make a folder in \(parent): \(String(cString: strerror(errno))).")
    }
    database = "\(String(cString: path))/postern.db"
  }

  deinit { postern_scratch_remove() }
}
