import Model
import Testing

@Suite struct ClientProfileTests {
  private let good = ClientDraft(
    name: " Zenodo uploader ", description: " Uploads\r\nnightly\tdatasets ", website: " https://upload.example.org ",
    redirectURIs: "https://upload.example.org/callback\n\n http://localhost:8000/callback ", type: .public)

  @Test func `a good form becomes a profile, trimmed`() throws {
    let profile = try ClientProfile(validating: good)
    #expect(profile.name.text == "Zenodo uploader")
    #expect(profile.description == "Uploads\nnightly datasets")
    #expect(profile.website.text == "https://upload.example.org")
    #expect(
      profile.redirectURIs.map(\.text) == ["https://upload.example.org/callback", "http://localhost:8000/callback"])
    #expect(profile.type == .public)
  }

  @Test func `a profile goes through its form unchanged`() throws {
    let profile = try ClientProfile(validating: good)
    #expect(try ClientProfile(validating: ClientDraft(profile)) == profile)
  }

  @Test func `an empty form names every field that is needed, in its order`() {
    #expect(
      issues { try ClientProfile(validating: ClientDraft()) } == [
        FieldIssue(.name, "Enter a name."),
        FieldIssue(.website, "Enter the website's URL, such as https://example.org."),
        FieldIssue(.redirectURIs, "Enter at least one redirect URI, one per line."),
      ])
  }

  @Test func `everything that is wrong is told at once, in the form's order`() {
    let draft = ClientDraft(
      name: String(repeating: "x", count: 41), description: "a\u{202E}b", website: "example.org",
      redirectURIs: "http://a.example\nhttps://b.example\n//c")
    let found = issues { try ClientProfile(validating: draft) }
    #expect(found.map(\.field) == [.name, .description, .website, .redirectURIs])
    #expect(found.allSatisfy { isFit($0.message) }, "\(found)")
    #expect(found.last?.message.split(separator: "\n").count == 2)
  }

  @Test(arguments: [
    ("", ""), (" \n ", ""), ("one\ntwo", "one\ntwo"), ("one\r\n\r\ntwo", "one\n\ntwo"), ("a\tb", "a b"),
    (String(repeating: "é", count: 1000), String(repeating: "é", count: 1000)), ("<script>", "<script>"),
  ])
  func `a description is optional text of any lines`(text: String, kept: String) throws {
    var draft = good
    draft.description = text
    #expect(try ClientProfile(validating: draft).description == kept)
  }

  @Test(arguments: [
    (String(repeating: "x", count: 1001), "Description is 1001 characters long; at most 1000 are allowed."),
    ("a\u{1B}b", "Description has a control character (U+001B); remove it."),
    ("a\u{2028}b", "Description must be a single line; remove the line break."),
    ("a\u{2067}b", "Description has an invisible or direction-changing character (U+2067); remove it."),
    ("a\n\u{301}b", "Description begins with a combining mark (U+0301); remove it or put a letter before it."),
    ("a" + String(repeating: "\u{301}", count: 9), "Description stacks too many marks on one character; remove some."),
  ])
  func `a description that could disturb a page is refused`(text: String, sentence: String) {
    var draft = good
    draft.description = text
    #expect(message(.description) { try ClientProfile(validating: draft) } == sentence)
  }
}
