/// The parameters of a request to the protocol, each of which came once (RFC 6749 §3.1, §3.2). One without a value is as
/// if it had not come.
public struct ProtocolParameters: Sendable {
  /// In the order in which they came; those without a value are left out.
  public let all: [(name: String, value: String)]

  /// Takes decoded parameters.
  ///
  /// - Throws: `invalid_request` when one came twice.
  public init(_ pairs: [(name: String, value: String)]) throws(OAuthError) {
    for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.name == pair.name }) {
      throw OAuthError(.invalidRequest, "The parameter \(pair.name.prefix(40)) came twice; send it once.")
    }
    all = pairs.filter { !$0.value.isEmpty }
  }

  /// The value of a parameter; nothing when it did not come.
  public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  /// The value of a parameter that cannot be missing.
  func required(_ name: String) throws(OAuthError) -> String {
    guard let value = self[name] else { throw OAuthError(.invalidRequest, "The parameter \(name) is missing.") }
    return value
  }
}
