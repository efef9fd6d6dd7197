import Testing

@testable import Configuration

@Suite struct SpellingTests {
  @Test(arguments: [
    ("isuer", "issuer"), ("tokne", "token"), ("ISSUER", "issuer"), ("lisen", "listen"), ("tokens", "token"),
  ])
  func `a slip is understood`(typed: String, meant: String) {
    #expect(Spelling.nearest(to: typed, among: ["issuer", "listen", "token"]) == meant)
  }

  @Test(arguments: ["", "x", "database", "zzzzzz"])
  func `nothing is guessed when nothing is near`(typed: String) {
    #expect(Spelling.nearest(to: typed, among: ["issuer", "listen", "token"]) == nil)
  }
}
