import Cryptography
import Model
import OAuth
import Storage

/// Parameters that a test adds, changes or, with nothing, leaves out.
typealias Changes = [String: String?]

extension ProtocolHouse {
  private func changed(
    _ values: [(name: String, value: String)], by changes: Changes
  ) throws -> ProtocolParameters {
    let kept = values.filter { changes[$0.name] == nil }
    let added = changes.compactMap { name, value in value.map { (name: name, value: $0) } }
    return try parameters(kept + added.sorted { $0.name < $1.name })
  }

  /// An authorization request that is in order, but for the changes.
  func question(_ application: Application, _ changes: Changes = [:]) throws -> ProtocolParameters {
    try changed(
      [
        ("response_type", "code"), ("client_id", application.id), ("redirect_uri", Self.callback),
        ("scope", "data:read"), ("state", "xyz"), ("code_challenge", Self.challenge),
        ("code_challenge_method", "S256"),
      ], by: changes)
  }

  /// Asks for authorization.
  func ask(_ application: Application, _ changes: Changes = [:]) throws -> AuthorizationRequest {
    try server.authorizationRequest(question(application, changes), reading: store)
  }

  /// What the client is told when a user agrees.
  @discardableResult
  func approve(
    _ request: AuthorizationRequest, by user: User? = nil, isRemembered: Bool = false
  ) throws -> [String: String] {
    let (change, answer) = server.approve(request, by: user ?? ada, from: origin, isRemembered: isRemembered)
    _ = try store.commit(change)
    return try carried(answer.location)
  }

  /// What the client is told when a user refuses.
  func refuse(_ request: AuthorizationRequest, by user: User? = nil) throws -> AuthorizationRedirect {
    let (change, answer) = server.refuse(request, by: user ?? ada, from: origin)
    try store.commit(change)
    return answer
  }

  /// A code that a user agreed to.
  func code(for application: Application, by user: User? = nil, _ changes: Changes = [:]) throws -> String {
    try approve(ask(application, changes), by: user)["code"] ?? ""
  }

  /// A request to the token endpoint whose client has authenticated.
  func request(_ application: Application, _ values: [(name: String, value: String)]) throws -> TokenRequest {
    let own = [("client_id", application.id)] + (application.secret.map { [("client_secret", $0)] } ?? [])
    let parameters = try parameters(own + values)
    let credentials = try ClientCredentials(authorization: nil, parameters: parameters)
    let client = try server.authenticate(credentials, from: origin, reading: store).client
    return TokenRequest(parameters: parameters, client: client, origin: origin)
  }

  /// Asks the token endpoint.
  @discardableResult
  func token(_ application: Application, _ values: [(name: String, value: String)]) throws -> TokenAnswer {
    try store.commit(server.grant(request(application, values))).get()
  }

  /// Redeems a code, in order but for the changes.
  @discardableResult
  func redeem(_ code: String, by application: Application, _ changes: Changes = [:]) throws -> TokenAnswer {
    let values = try changed(
      [
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.callback),
        ("code_verifier", Self.verifier),
      ], by: changes)
    return try token(application, values.all)
  }

  /// Tokens by way of a code.
  func tokens(for application: Application, by user: User? = nil, scope: String = "data:read") throws -> TokenAnswer {
    try redeem(code(for: application, by: user, ["scope": scope]), by: application)
  }

  /// Refreshes.
  @discardableResult
  func refresh(_ token: MachineSecret?, by application: Application, scope: String? = nil) throws -> TokenAnswer {
    let scope = scope.map { [("scope", $0)] } ?? []
    return try self.token(
      application, [("grant_type", "refresh_token"), ("refresh_token", token?.text ?? "")] + scope)
  }

  /// Gives a token back; whether there was one.
  @discardableResult
  func revoke(_ token: String, by application: Application, hint: String? = nil) throws -> Bool {
    let hint = hint.map { [("token_type_hint", $0)] } ?? []
    let change = try server.revoke(request(application, [("token", token)] + hint))
    return try change.map(store.commit) ?? false
  }
}

/// The parameters that an answer carries in its fragment, else in its query.
func carried(_ location: String) throws -> [String: String] {
  let mark = location.firstIndex(of: "#") ?? location.firstIndex(of: "?") ?? location.startIndex
  let form = try FormParameters(location[location.index(after: mark)...].utf8)
  return Dictionary(form.all.map { ($0.name, $0.value) }) { first, _ in first }
}
