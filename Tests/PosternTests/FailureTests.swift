import Accounts
import Model
import Storage
import Testing

@testable import postern

@Suite struct FailureTests {
  @Test(arguments: [
    (AccountError.notFound(.user("eve")), Failure.Status.notFound),
    (.wrongCredentials(triesLeft: 2), .refused),
    (.throttled(seconds: 30), .refused),
    (.refused(reason: "No."), .refused),
    (.signedOut, .refused),
    (.noSigningKey, .failed),
    (.storage(.busy), .failed),
    (.storage(.full), .failed),
    (.storage(.missing(path: "/x")), .failed),
    (.storage(.newer(path: "/x", version: 9, known: 1)), .failed),
    (.storage(.notPrivate(path: "/x", mode: "666")), .refused),
    (.storage(.lastAdministrator), .refused), (.storage(.lastSecret), .refused),
    (.storage(.notFirst), .refused),
    (.storage(.notFound), .notFound),
    (.invalid(ValidationFailure(FieldIssue(.name, "Enter a name."))), .usage),
    (.invalid(ValidationFailure(FieldIssue(.password, "Too short."))), .failed),
    (.invalid(ValidationFailure(FieldIssue(.name, StorageError.duplicate(.name).sentence))), .failed),
    (.invalid(ValidationFailure(FieldIssue(.email, StorageError.duplicate(.email).sentence))), .failed),
  ])
  func `an error has the exit status that scripts rely on, and a sentence`(error: AccountError, status: Failure.Status)
  {
    let failure = Failure(error)
    #expect(failure.status == status)
    #expect(failure.lines.count == 1)
    #expect(failure.lines[0].hasSuffix("."))
  }

  @Test func `every bad field is named by its option, a line each`() {
    let issues = [
      FieldIssue(.name, "Enter a name."), FieldIssue(.redirectURIs, "a: bad.\nb: worse."),
      FieldIssue(.password, "Short."),
    ]
    guard let failure = ValidationFailure(issues) else { return }
    #expect(
      Failure(.invalid(failure)).lines == [
        "--name: Enter a name.", "--redirect-uri: a: bad.", "--redirect-uri: b: worse.", "Short.",
      ])
  }
}
