/// The parameters of a request to the protocol, each of which came once (RFC 6749 §3.1, §3.2). One without a value is as
/// if it had not come.
public struct ProtocolParameters: Sendable {
  /// In the order in which they came; those without a value are left out.
  public let all: [(name: String, value: String)]

  /// Takes the parameters of a form or query.
  ///
  /// - Throws: `invalid_request` when one came twice.
  public init(_ form: FormParameters) throws(OAuthError) {
    if let twice = form.duplicates.first {
      throw OAuthError(.invalidRequest, "The parameter \(twice.prefix(40)) came twice; send it once.")
    }
    all = form.all.filter { !$0.value.isEmpty }
  }

  /// Reads an encoded form or query.
  ///
  /// - Throws: `invalid_request` when it cannot be read in one way only, or a parameter came twice.
  public init(encoded: some Sequence<UInt8>) throws(OAuthError) {
    let form: FormParameters
    do throws(FormProblem) {
      form = try FormParameters(Array(encoded))
    } catch {
      throw OAuthError(.invalidRequest, error.sentence)
    }
    try self.init(form)
  }

  /// The value of a parameter; nothing when it did not come.
  public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  /// The value of a parameter that cannot be missing.
  public func required(_ name: String) throws(OAuthError) -> String {
    guard let value = self[name] else { throw OAuthError(.invalidRequest, "The parameter \(name) is missing.") }
    return value
  }
}
