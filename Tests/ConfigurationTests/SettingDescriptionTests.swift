import Testing

@testable import Configuration

@Suite struct SettingDescriptionTests {
  private let settings = SettingDescription.groups.flatMap(\.settings)

  @Test func `the manual knows every key of the configuration, each once`() throws {
    // A key that nobody knows makes the reader tell all that it knows.
    let failure = try #require(throws: ConfigurationFailure.self) {
      try Settings(JSON5Document(text: "{ zzzzzzzzzzzz: 1 }", file: "c.json5"))
    }
    let known = failure.description.split(separator: "known here are ").last?.dropLast().split(separator: ", ")
    #expect(settings.map(\.key).sorted() == known?.map(String.init))
  }

  @Test func `what the manual calls the default is it`() throws {
    let text = "{\n" + settings.map { "\($0.key): \($0.standard)," }.joined(separator: "\n") + "\n}"
    var read = try Settings(JSON5Document(text: text, file: "c.json5"))
    read.file = nil
    // Sets have no order of their own.
    #expect(String(describing: read).sorted() == String(describing: Settings()).sorted())
  }

  @Test func `its example is a configuration`() throws {
    let text = SettingDescription.example.joined(separator: "\n")
    let settings = try Settings(JSON5Document(text: text, file: "c.json5"))
    #expect(settings.trustedProxies == ["127.0.0.1"])
  }
}
