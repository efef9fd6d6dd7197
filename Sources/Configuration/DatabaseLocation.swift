import Glibc
import Model

/// Where the database is: `--database`, else `POSTERN_DATABASE`, else the configured one, else
/// `$XDG_DATA_HOME/postern/postern.db`.
public struct DatabaseLocation: Sendable, Equatable {
  /// Why no path could be made out.
  public struct Problem: Error, Sendable, Equatable {
    /// What is wrong and what to do.
    public let sentence: String
  }

  /// The path.
  public let path: String
  /// Whether nobody named it, so that its folder is Postern's own to make.
  public let isDefault: Bool

  /// Finds the database.
  ///
  /// - Parameters:
  ///   - named: the value of `--database`, if given: a path, or `sqlite:` and a path.
  ///   - configured: what the configuration says, if it does.
  public init(named: String?, configured: String? = nil, environment: Environment) throws(Problem) {
    if let text = named ?? environment["POSTERN_DATABASE"] ?? configured {
      path = try Self.path(of: text)
      isDefault = false
    } else if let folder = environment.baseFolder("XDG_DATA_HOME", orInHome: ".local/share") {
      path = "\(folder)/postern/postern.db"
      isDefault = true
    } else {
      throw Problem(sentence: "HOME is not set; name the database with --database FILE.")
    }
  }

  /// Makes the folder of the default path, for its owner alone, when it is not there.
  public func makeFolder() throws(Problem) {
    guard isDefault, let end = path.lastIndex(of: "/") else { return }
    let folder = path[..<end]
    var ends = folder.indices.filter { folder[$0] == "/" && $0 > folder.startIndex }
    ends.append(folder.endIndex)
    for end in ends {
      guard mkdir(String(folder[..<end]), 0o700) != 0, errno != EEXIST else { continue }
      let reason = String(cString: strerror(errno))
      throw Problem(sentence: "cannot make the folder \(PlainText.visible(String(folder), limit: 500)): \(reason).")
    }
  }

  private static func path(of text: String) throws(Problem) -> String {
    let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : text
    guard !path.isEmpty else { throw Problem(sentence: "the database's path is empty; write --database FILE.") }
    guard !path.hasPrefix("//"), !path.contains("://") else {
      throw Problem(
        sentence: "Postern keeps its data in SQLite: write a path or sqlite:PATH, not \(PlainText.quoted(text)).")
    }
    return path
  }
}
