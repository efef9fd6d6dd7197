import Glibc

/// The environment variables that Postern looks at, injected so that tests can choose them. An empty variable counts as
/// not set.
public struct Environment: Sendable {
  private let lookUp: @Sendable (String) -> String?

  /// The process's own.
  public static let process = Environment { name in getenv(name).map { String(cString: $0) } }

  /// Variables from a closure.
  public init(_ lookUp: @escaping @Sendable (String) -> String?) {
    self.lookUp = lookUp
  }

  /// Variables from a table.
  public init(_ variables: [String: String]) {
    self.init { variables[$0] }
  }

  /// The value of a variable, unless it is empty.
  public subscript(name: String) -> String? {
    lookUp(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A base folder of the XDG specification: the variable when it is an absolute path, else a folder of the home.
  public func baseFolder(_ variable: String, orInHome relative: String) -> String? {
    if let folder = self[variable], folder.hasPrefix("/") { return folder }
    return self["HOME"].map { "\($0)/\(relative)" }
  }
}
