import Model
import Testing

/// What a check of input finds wrong; empty when it takes the input.
func issues<Value>(_ check: () throws -> Value) -> [FieldIssue] {
  do {
    _ = try check()
    return []
  } catch let failure as ValidationFailure {
    return failure.issues
  } catch {
    Issue.record(error)
    return []
  }
}

/// The one message of a check that fails, filed under a field; nothing when it takes the input.
func message<Value>(_ field: Field, _ check: () throws -> Value) -> String? {
  let found = issues(check)
  #expect(found.allSatisfy { $0.field == field } && found.count <= 1, "\(found)")
  return found.first?.message
}

/// Whether a message is fit for a screen: not empty, no control characters, a sentence with a full stop at its end.
func isFit(_ message: String) -> Bool {
  message.hasSuffix(".")
    && message.unicodeScalars.allSatisfy {
      $0 == "\n" || !(PlainText.isControl($0) || PlainText.isDirectional($0) || PlainText.isInvisible($0))
    }
}
