import Model
import OAuth
import TestSupport
import Testing

@Suite struct ProofKeyTests {
  @Test func `the challenge of a verifier is the one of RFC 7636 appendix B`() {
    #expect(ProofKey.challenge(of: ProtocolHouse.verifier) == ProtocolHouse.challenge)
  }

  @Test(
    "Who must send a challenge (RFC 7636 §4.4.1, RFC 9700 §2.1.1)",
    arguments: [
      (ProofKeyPolicy.public, ClientType.public, true), (.public, .confidential, false), (.always, .public, true),
      (.always, .confidential, true), (.optional, .public, false), (.optional, .confidential, false),
    ])
  func required(policy: ProofKeyPolicy, type: ClientType, isRequired: Bool) throws {
    let house = try ProtocolHouse { $0.pkce = policy }
    let application = try house.register(type: type)
    for missing in [nil, ""] as [String?] {
      let changes: Changes = ["code_challenge": missing, "code_challenge_method": missing]
      let told = try redirected { try house.ask(application, changes) }
      #expect(told?["error"] == (isRequired ? "invalid_request" : nil))
      guard !isRequired else { continue }
      // A code without challenge refuses a verifier, so that nobody can take the challenge out of a request (§4.8.2).
      let code = try house.code(for: application, changes)
      #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant)
      try house.redeem(code, by: application, ["code_verifier": nil])
    }
    // Whoever sends one must prove it, whatever the policy.
    let code = try house.code(for: application)
    #expect(refusal { try house.redeem(code, by: application, ["code_verifier": nil]) } == .invalidGrant)
    #expect(refusal { try house.redeem(code, by: application, ["code_verifier": ""]) } == .invalidGrant)
    try house.redeem(code, by: application)
  }

  /// The challenge of the appendix, with another last character or length.
  private static func challenge(endingIn end: String) -> String { ProtocolHouse.challenge.dropLast() + end }

  @Test(
    arguments: [
      ("plain", ProtocolHouse.challenge), ("s256", ProtocolHouse.challenge), ("S512", ProtocolHouse.challenge),
      ("S256", challenge(endingIn: "")), ("S256", challenge(endingIn: "MA")), ("S256", challenge(endingIn: "=")),
      ("S256", challenge(endingIn: "+")), ("S256", challenge(endingIn: "~")),
      ("S256", challenge(endingIn: "\u{212A}")),
    ] as [(String, String)])
  func `the only method is S256, and its challenge has 43 characters (RFC 7636 §4.2)`(
    method: String, challenge: String
  ) throws {
    let house = try ProtocolHouse { $0.pkce = .optional }
    let application = try house.register()
    let changes: Changes = ["code_challenge": challenge, "code_challenge_method": method]
    #expect(try redirected { try house.ask(application, changes) }?["error"] == "invalid_request")
  }

  @Test(arguments: [
    String(repeating: "a", count: 42), String(repeating: "a", count: 129), String(repeating: "a", count: 42) + "+",
    String(repeating: "a", count: 42) + " ", String(repeating: "é", count: 43),
  ])
  func `a verifier has 43 to 128 unreserved characters (RFC 7636 §4.1)`(verifier: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    #expect(refusal { try house.redeem(code, by: application, ["code_verifier": verifier]) } == .invalidRequest)
    try house.redeem(code, by: application)
  }

  @Test func `verifiers of every length from 43 to 128 are good`() throws {
    let house = try ProtocolHouse()
    let application = try house.register(type: .public)
    for length in [43, 44, 127, 128] {
      let verifier = String(String(repeating: "aZ09-._~", count: 16).prefix(length))
      let code = try house.code(for: application, ["code_challenge": ProofKey.challenge(of: verifier)])
      #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant)
      try house.redeem(code, by: application, ["code_verifier": verifier])
    }
  }
}
