// swift-tools-version: 6.2
import PackageDescription

/// Every room is compiled alike: Swift 6 language mode (from the tools version), and a warning is an error.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// A room of the house: a library target whose dependencies are its only doors.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], embedding files: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: files.map { .embedInCode($0) }, swiftSettings: settings)
}

/// The tests of a room, named after it.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    exclude: name == "Screens" ? ["Golden"] : [],
    swiftSettings: settings)
}

let package = Package(
  name: "postern",
  products: [
    .executable(name: "postern", targets: ["postern"]),
    .executable(name: "postern-example-resource", targets: ["postern-example-resource"]),
    .executable(name: "postern-example-consumer", targets: ["postern-example-consumer"]),
    // For programs that protect routes of their own, see docs/guards.md.
    .library(
      name: "PosternGuards",
      targets: [
        "Guards", "HTTPServer", "WebServer", "HTTPClient", "OAuthClient", "OAuth", "Accounts", "Configuration",
        "Storage", "Cryptography", "Model",
      ]),
  ],
  targets: [
    // Rooms, from the cellar up. Arrows point down: a target may only name targets above it in this list.
    .systemLibrary(name: "CNCurses"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CSystem"),
    room("Threads", ["CSystem"]),
    room("Model"),
    room("Cryptography", ["COpenSSL"]),
    room("Configuration", ["Model"]),
    room("Storage", ["Model", "Cryptography", "Threads", "CSQLite", "CSystem"]),
    room("Accounts", ["Model", "Cryptography", "Storage"]),
    room("OAuth", ["Model", "Cryptography", "Storage"]),
    room("HTTPServer", ["CMicroHTTPD", "CSystem", "Threads"]),
    room("Guards", ["HTTPServer", "Model"]),
    room("HTTPClient", ["CCurl"]),
    room("OAuthClient", ["HTTPClient", "Guards", "HTTPServer", "OAuth"]),
    room(
      "WebServer",
      [
        "Guards", "HTTPServer", "OAuth", "Accounts", "Configuration", "Storage", "Cryptography", "Model", "Threads",
      ]),
    room("Samples", ["Model", "Cryptography", "Storage", "Accounts"]),
    room("TerminalUI", ["Configuration", "CNCurses", "CSystem"], embedding: ["Theme/Shipped"]),
    room("Screens", ["TerminalUI", "Accounts", "Configuration", "CSystem", "Threads"]),
    .executableTarget(
      name: "postern",
      dependencies: [
        "Screens", "WebServer", "HTTPServer", "TerminalUI", "Accounts", "Samples", "Configuration", "Storage", "Model",
        "CSystem",
      ],
      swiftSettings: settings),

    // Applications that use the server, as others would write them.
    .target(
      name: "ExampleSupport", dependencies: ["HTTPServer"], path: "Examples/Support", swiftSettings: settings),
    .executableTarget(
      name: "postern-example-resource",
      dependencies: [
        "ExampleSupport", "Guards", "HTTPServer", "OAuthClient", "WebServer", "Accounts", "Configuration", "Storage",
        "Model",
      ],
      path: "Examples/Resource", swiftSettings: settings),
    .executableTarget(
      name: "postern-example-consumer",
      dependencies: [
        "ExampleSupport", "HTTPServer", "HTTPClient", "OAuth", "OAuthClient", "WebServer", "Cryptography",
      ],
      path: "Examples/Consumer", swiftSettings: settings),

    // Draws the pictures of the documents.
    .executableTarget(
      name: "pictures", dependencies: ["Screens", "TerminalUI", "Accounts", "Samples", "Storage", "Model"],
      swiftSettings: settings),

    .target(
      name: "TestSupport", dependencies: ["Accounts", "Storage", "Cryptography", "Model"], path: "Tests/TestSupport",
      swiftSettings: settings),
    // Opens a real terminal, so that tests can look at one from outside.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["TerminalUI", "Configuration"], path: "Tests/TerminalProbe",
      swiftSettings: settings),
    // Answers and does nothing else, to measure the server's face.
    .executableTarget(
      name: "HTTPProbe", dependencies: ["HTTPServer"], path: "Tests/HTTPProbe", swiftSettings: settings),
    tests(of: "Model"),
    tests(of: "Cryptography"),
    tests(of: "Configuration"),
    tests(of: "Storage", ["CSQLite", "CSystem", "Threads"]),
    tests(of: "Accounts", ["Storage", "Cryptography", "Model"]),
    tests(of: "OAuth", ["Storage", "Cryptography", "Model"]),
    tests(of: "HTTPServer"),
    tests(of: "OAuthClient", ["Guards", "HTTPServer"]),
    tests(
      of: "WebServer",
      ["Guards", "HTTPServer", "OAuth", "Accounts", "Configuration", "Storage", "Cryptography", "Model"]),
    tests(of: "Samples", ["Storage", "Model", "Cryptography"]),
    tests(of: "TerminalUI", ["TerminalProbe", "Configuration"]),
    tests(of: "Screens", ["Samples", "CSQLite", "Configuration"]),
    .testTarget(name: "PosternTests", dependencies: ["postern", "TestSupport"], swiftSettings: settings),
  ]
)
