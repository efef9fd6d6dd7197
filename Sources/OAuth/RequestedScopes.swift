import Model

extension ScopeCatalogue {
  /// The scopes that a client asks for: each known and not for the house's own use, in the order of the catalogue.
  ///
  /// - Parameter parameter: the `scope` parameter (RFC 6749 §3.3); nothing asks for nothing.
  /// - Throws: `invalid_scope`, for a scope that does not exist and for an internal one alike.
  func requested(_ parameter: String?) throws(OAuthError) -> [String] {
    guard let parameter else { return [] }
    // Most ask for one, which is known.
    if let scope = self[parameter], !scope.isInternal, parameter.utf8.elementsEqual(scope.id.utf8) {
      return [scope.id]
    }
    // Swift takes some other characters for ASCII ones (the Kelvin sign for a K).
    guard parameter.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw OAuthError(.invalidScope, "Write the scopes in ASCII.")
    }
    let ids = parameter.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    do throws(ScopeError) {
      let scopes = try scopes(ids)
      if let internalOne = scopes.first(where: \.isInternal) { throw .unknown([internalOne.id]) }
      return scopes.map(\.id)
    } catch {
      guard case .unknown(let unknown) = error, let first = unknown.first, !first.isEmpty else {
        throw OAuthError(.invalidScope, "Write the scopes with one space between them.")
      }
      throw OAuthError(.invalidScope, "There is no scope \(first.prefix(80)) here.")
    }
  }
}
