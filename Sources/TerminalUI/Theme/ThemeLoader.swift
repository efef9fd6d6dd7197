import Configuration
import Glibc
import Model
import Synchronization

/// A theme, and what went wrong on the way to it.
public struct LoadedTheme: Sendable {
  /// The theme; `terminal` if the one asked for is missing or wrong.
  public let theme: ResolvedTheme
  /// What is wrong, and where.
  public let problems: [ConfigurationProblem]
  /// The files whose change could change the theme, also such as are not there yet.
  public let files: [String]

  /// What is wrong in one sentence, for the status line; nil if nothing is.
  public var warning: String? {
    guard let first = problems.first else { return nil }
    let rest = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    return "\(first.description)\(rest) The theme \(theme.name) is used."
  }
}

/// Finds themes: a path; else a name in the user's folder, in the installed ones, and among those built in.
public final class ThemeLoader: Sendable {
  private let folders: [String]
  private let watched = Mutex<[String: [String]]>([:])

  /// A loader for a user.
  ///
  /// - Parameters:
  ///   - environment: says where the user's folder is: `$XDG_CONFIG_HOME/postern/themes`.
  ///   - installed: folders to look in after that; the usual ones if nil.
  public init(environment: Environment, installed: [String]? = nil) {
    let own = environment.baseFolder("XDG_CONFIG_HOME", orInHome: ".config").map { "\($0)/postern/themes" }
    folders = [own].compactMap { $0 } + (installed ?? ThemeLoader.installedFolders(environment))
  }

  /// `share/postern/themes` where this program is installed, then in the folders of `XDG_DATA_DIRS`.
  private static func installedFolders(_ environment: Environment) -> [String] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let program = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let roots = program.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
    let shared = (environment["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(separator: ":").map(String.init)
    var folders: [String] = []
    for folder in ["\(roots)/share"] + shared.filter({ $0.hasPrefix("/") }) where !folders.contains(folder) {
      folders.append(folder)
    }
    return folders.map { "\($0)/postern/themes" }
  }

  /// The theme of a name or of a file (with a `/` in it, or ending in `.json5`). Never fails: what is wrong is among its
  /// problems, and then the theme is `terminal`.
  public func load(_ name: String) -> LoadedTheme {
    var search = Search(loader: self)
    let file = search.file(name, after: nil, trail: [])
    watched.withLock { $0[name] = search.examined }
    let theme = file?.resolved()
    let problems = search.problems + (file?.problems ?? [])
    guard let theme, problems.isEmpty else {
      return LoadedTheme(theme: BuiltInThemes.terminal, problems: problems, files: search.examined)
    }
    return LoadedTheme(theme: theme, problems: [], files: search.examined)
  }

  /// A number that changes when a file does that the last `load` of this name looked at, or looked for.
  public func stamp(_ name: String) -> Int {
    var hasher = Hasher()
    for path in watched.withLock({ $0[name] }) ?? load(name).files {
      var status = stat()
      guard stat(path, &status) == 0 else {
        hasher.combine(0)
        continue
      }
      hasher.combine(status.st_ino)
      hasher.combine(status.st_size)
      hasher.combine(status.st_mtim.tv_sec)
      hasher.combine(status.st_mtim.tv_nsec)
    }
    return hasher.finalize()
  }

  /// The names of all themes that can be found, sorted.
  public func names() -> [String] {
    var names = Set(BuiltInThemes.files.keys)
    for folder in folders {
      guard let directory = opendir(folder) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let file = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if file.hasSuffix(".json5"), !file.hasPrefix(".") { names.insert(String(file.dropLast(6))) }
      }
    }
    return names.sorted()
  }

  /// Where a theme of a name could be, first come first served.
  fileprivate func places(_ name: String) -> [Place] {
    if name.contains("/") || name.hasSuffix(".json5") { return [.file(name)] }
    return folders.map { .file("\($0)/\(name).json5") } + [.builtIn(name)]
  }
}

/// Where a theme is.
private enum Place: Equatable {
  case file(String)
  case builtIn(String)

  /// How problems name it.
  var label: String {
    switch self {
    case .file(let path): path
    case .builtIn(let name): "built-in \(name).json5"
    }
  }
}

/// One search for a theme and those it inherits from.
private struct Search {
  let loader: ThemeLoader
  private(set) var examined: [String] = []
  private(set) var problems: [ConfigurationProblem] = []

  init(loader: ThemeLoader) { self.loader = loader }

  /// Reads a theme and what it inherits.
  ///
  /// - Parameters:
  ///   - heir: the theme that inherits from it, if any.
  ///   - trail: where its heirs were found.
  mutating func file(_ name: String, after heir: ThemeFile?, trail: [Place]) -> ThemeFile? {
    for place in loader.places(name) {
      guard let document = document(at: place) else { continue }
      if trail.contains(place) {
        // A user's "terminal" may build on the one it stands before.
        if trail.last == place { continue }
        let circle = (trail + [place]).map(\.label).joined(separator: " → ")
        heir?.reportInheritance("\"inherits\" leads back to itself: \(circle); break the circle.")
        return nil
      }
      switch document {
      case .failure(let problem):
        problems.append(problem)
        return nil
      case .success(let document):
        return complete(ThemeFile(document, name: name), trail: trail + [place])
      }
    }
    let known = loader.names()
    let mend = Spelling.nearest(to: name, among: known).map { "did you mean \(PlainText.quoted($0))?" }
    let sentence =
      "there is no theme \(PlainText.quoted(name)); \(mend ?? "there are \(known.joined(separator: ", ")).")"
    if let heir {
      heir.reportInheritance(sentence)
    } else {
      problems.append(ConfigurationProblem(file: name, sentence: sentence))
    }
    return nil
  }

  private mutating func complete(_ file: ThemeFile, trail: [Place]) -> ThemeFile {
    var file = file
    if let name = file.inherits, let parent = self.file(name, after: file, trail: trail) {
      problems += parent.problems
      file.inherit(from: parent)
    }
    return file
  }

  /// What is at a place; nil if nothing is.
  private mutating func document(at place: Place) -> Result<JSON5Document, ConfigurationProblem>? {
    switch place {
    case .builtIn(let name):
      guard let bytes = BuiltInThemes.files[name] else { return nil }
      return Result { () throws(ConfigurationProblem) in
        try JSON5Document(text: String(decoding: bytes, as: UTF8.self), file: place.label)
      }
    case .file(let path):
      examined.append(path)
      guard access(path, F_OK) == 0 else { return nil }
      return Result { () throws(ConfigurationProblem) in try JSON5Document(contentsOf: path) }
    }
  }
}
