import Glibc
import TestSupport
import Testing

@testable import Configuration

/// A folder that goes when the test is over.
private struct Folder: ~Copyable {
  let path: String

  init() {
    var template = Array("/tmp/postern-configuration-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  func write(_ text: String, to name: String) {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  deinit {
    for name in ["config/postern/config.json5", "named.json5", "system.json5"] { unlink("\(path)/\(name)") }
    for name in ["config/postern", "config", "data/postern", "data/deep", "data", ""] { rmdir("\(path)/\(name)") }
  }
}

@Suite struct LocationTests {
  private func siteName(
    named: String? = nil, _ variables: [String: String], system: String = "/nonexistent"
  ) throws -> String {
    try SettingsLocation.settings(named: named, environment: Environment(variables), systemFile: system).siteName
  }

  @Test func `the named file wins over the environment, that over the user's own, that over the system's`() throws {
    let folder = Folder()
    mkdir("\(folder.path)/config", 0o700)
    mkdir("\(folder.path)/config/postern", 0o700)
    folder.write("{ siteName: 'own' }", to: "config/postern/config.json5")
    folder.write("{ siteName: 'named' }", to: "named.json5")
    folder.write("{ siteName: 'system' }", to: "system.json5")
    let named = "\(folder.path)/named.json5"
    let system = "\(folder.path)/system.json5"
    let own = ["XDG_CONFIG_HOME": "\(folder.path)/config"]
    #expect(try siteName(named: named, ["POSTERN_CONFIG": system], system: system) == "named")
    #expect(try siteName(own.merging(["POSTERN_CONFIG": named]) { $1 }, system: system) == "named")
    #expect(try siteName(own, system: system) == "own")
    #expect(try siteName(["XDG_CONFIG_HOME": "/nonexistent"], system: system) == "system")
    #expect(try siteName([:]) == "Postern")
  }

  @Test(arguments: [
    ("/nonexistent/c.json5", "/nonexistent/c.json5: there is no such file."),
    ("/tmp", "/tmp: this is a directory, not a file."),
    ("/dev/zero", "/dev/zero: the file is larger than 1048576 bytes."),
    ("/bin/sh", "/bin/sh: the file is no text in UTF-8."),
  ])
  func `a named file that cannot be read is an error`(path: String, sentence: String) throws {
    let failure = try #require(throws: ConfigurationFailure.self) { try siteName(named: path, [:]) }
    #expect(failure.description == sentence)
  }

  @Test func `the database is the named one, else the environment's, else the default`() throws {
    let environment = Environment(["POSTERN_DATABASE": "sqlite:/e.db", "XDG_DATA_HOME": "/data", "HOME": "/home/ada"])
    #expect(try DatabaseLocation(named: "n.db", environment: environment).path == "n.db")
    #expect(try DatabaseLocation(named: "sqlite:n.db", environment: environment).path == "n.db")
    #expect(try DatabaseLocation(named: nil, environment: environment).path == "/e.db")
    #expect(try DatabaseLocation(named: nil, configured: "/c.db", environment: environment).path == "/e.db")
    let folders = Environment(["XDG_DATA_HOME": "/data", "HOME": "/home/ada"])
    #expect(try DatabaseLocation(named: nil, configured: "sqlite:/c.db", environment: folders).path == "/c.db")
    #expect(try DatabaseLocation(named: nil, environment: folders).path == "/data/postern/postern.db")
    let relative = Environment(["XDG_DATA_HOME": "data", "HOME": "/home/ada"])
    #expect(try DatabaseLocation(named: nil, environment: relative).path == "/home/ada/.local/share/postern/postern.db")
  }

  @Test(arguments: ["postgresql://localhost/postern", "sqlite:", "", "sqlite://x.db"])
  func `a database that is no file is refused`(named: String) {
    #expect(throws: DatabaseLocation.Problem.self) { try DatabaseLocation(named: named, environment: Environment([:])) }
  }

  @Test func `without a home the database must be named`() {
    #expect(throws: DatabaseLocation.Problem.self) { try DatabaseLocation(named: nil, environment: Environment([:])) }
  }

  @Test func `the default folder is made for its owner alone`() throws {
    let folder = Folder()
    let environment = Environment(["XDG_DATA_HOME": "\(folder.path)/data"])
    let location = try DatabaseLocation(named: nil, environment: environment)
    try location.makeFolder()
    try location.makeFolder()
    var status = stat()
    #expect(stat("\(folder.path)/data/postern", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }
}
