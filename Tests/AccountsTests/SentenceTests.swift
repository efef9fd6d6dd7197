import Accounts
import Model
import Storage
import Testing

@Suite struct SentenceTests {
  @Test(
    arguments: [
      (.notFound(.user("bob")), "No user \"bob\" was found; check the spelling, or it was deleted meanwhile."),
      (
        .notFound(.token("\u{1B}[2J")),
        "No token \"\u{FFFD}[2J\" was found; check the spelling, or it was deleted meanwhile."
      ),
      (.wrongCredentials(triesLeft: 4), "Wrong e-mail or password. 4 tries left."),
      (.wrongCredentials(triesLeft: 1), "Wrong e-mail or password. 1 try left."),
      (.wrongCredentials(triesLeft: 0), "Wrong e-mail or password. Wait a minute before the next try."),
      (.throttled(seconds: 1), "Too many attempts; try again in 1 second."),
      (.throttled(seconds: 60), "Too many attempts; try again in 60 seconds."),
      (.throttled(seconds: 121), "Too many attempts; try again in 3 minutes."),
      (.signedOut, "You were signed out elsewhere; sign in again, or ask an administrator."),
      (.storage(.full), "The disk is full; nothing was changed. Make room and try again."),
    ] as [(AccountError, String)])
  func `an error says what is wrong and what to do`(error: AccountError, sentence: String) {
    #expect(error.sentence == sentence)
  }

  private static let storageErrors: [StorageError] =
    [
      .missing(path: "/a b/\u{1B}.db"), .notADatabase(path: "/x"), .newer(path: "/x", version: 9, known: 1),
      .notPrivate(path: "/x", mode: "666"), .cannotOpen(path: "/x", reason: "Permission denied"), .readOnly, .busy,
      .cannotWrite(path: "/x", reason: "it exists already"), .badCopy(path: "/x", reason: "it is damaged"),
      .inUse(path: "/x"), .notFirst, .full, .interrupted, .corrupt, .notFound, .lastAdministrator, .lastSecret,
      .tooManyKeys(limit: 50), .failed(code: 1, message: "no such table: x"),
    ] + Field.allCases.map { .duplicate($0) }

  @Test(arguments: storageErrors)
  func `an error of the database is told in a line that can be shown, with the mend`(error: StorageError) {
    let sentence = AccountError.storage(error).sentence
    #expect(sentence.hasSuffix("."))
    #expect(!sentence.unicodeScalars.contains { PlainText.isControl($0) })
    #expect(sentence.contains(";") || sentence.contains(". "), "no mend: \(sentence)")
  }

  @Test func `every issue of an input is in its sentence`() throws {
    let failure = try #require(
      ValidationFailure([FieldIssue(.name, "Enter a name."), FieldIssue(.email, "Enter it.")]))
    #expect(AccountError.invalid(failure).sentence == "Enter a name. Enter it.")
  }
}
