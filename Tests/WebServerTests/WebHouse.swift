import Accounts
import Configuration
import Cryptography
import HTTPServer
import Model
import OAuth
import Storage
import TestSupport
import Testing

@testable import WebServer

/// A house with a fresh database and its pages, whose clock and randomness a test chooses.
struct WebHouse {
  let test: TestStore
  let settings: Settings
  let accounts: Accounts
  let pool: HashingPool
  let signIn: SignInPages
  private let writer: Writer

  init(_ change: (inout Settings) throws -> Void = { _ in }, test: TestStore? = nil, pool: HashingPool = HashingPool())
    throws
  {
    let test = try test ?? TestStore()
    var settings = Settings()
    try change(&settings)
    let clock = test.clock
    let surroundings = Surroundings(now: { clock.now }, random: test.random)
    var decided = AccountSettings()
    decided.passwordCost = PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1)
    self.test = test
    self.settings = settings
    self.pool = pool
    accounts = Accounts(store: test.store, settings: decided, surroundings: surroundings)
    writer = Writer(try GroupWriter(path: test.store.path))
    signIn = SignInPages(
      settings: settings, accountSettings: decided, surroundings: surroundings,
      stores: try StorePool(path: test.store.path), writer: writer.writer, pool: pool)
  }

  /// A desk in a house that has a key to seal with.
  var desk: PageDesk {
    get throws {
      try test.store.commit(Accounts.makeSigningKey(accounts.surroundings))
      return signIn.desk(on: test.store)
    }
  }

  /// Waits until everything that was handed to the writer before is on the disk.
  func settle() async {
    await withCheckedContinuation { done in
      signIn.writer.submit(Change<Void>.none(())) { _ in done.resume() }
    }
  }

  /// A writer that ends with its house.
  private final class Writer: Sendable {
    let writer: GroupWriter

    init(_ writer: GroupWriter) { self.writer = writer }
    deinit { writer.stop() }
  }

  var clock: TestClock { test.clock }
  var administration: Administration { accounts.administration(by: "root", from: Origin("test")) }
}

/// A browser: keeps cookies, remembers the form it was shown, and fills it in.
final class Browser {
  let house: WebHouse
  var cookies: [String: String] = [:]
  var address = "192.0.2.7"
  var userAgent = "Browser 1"
  var headers: [(name: String, value: String)] = []
  var isSecure = false
  /// The hidden fields of the page that was shown last.
  var hidden: [(name: String, value: String)] = []

  init(_ house: WebHouse) { self.house = house }

  func get(_ target: String, _ handler: (HTTPRequest) -> HTTPAnswer) async -> HTTPResponse {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    var request = request("GET", parts[0])
    request.query = parts.count > 1 ? parts[1] : nil
    return await send(request, handler)
  }

  /// Posts the form that was shown last with these fields; a field of the same name takes a hidden one's place.
  func post(
    _ path: String, _ fields: [(name: String, value: String)], _ handler: (HTTPRequest) -> HTTPAnswer
  ) async -> HTTPResponse {
    let kept = hidden.filter { field in !fields.contains { $0.name == field.name } }
    return await postBody(path, FormEncoder.encode(kept + fields), handler)
  }

  func postBody(
    _ path: String, _ body: String, type: String = "application/x-www-form-urlencoded",
    _ handler: (HTTPRequest) -> HTTPAnswer
  ) async -> HTTPResponse {
    var request = request("POST", path)
    request.headers.append(("content-type", type))
    request.body = Array(body.utf8)
    return await send(request, handler)
  }

  /// Shows the sign-in page and fills it in.
  func signIn(
    _ name: String = "ada", password: String = "password", next: String? = nil
  ) async -> HTTPResponse {
    let query = next.map { "?" + FormEncoder.encode([("next", $0)]) } ?? ""
    _ = await get("/login\(query)", house.signIn.signInForm)
    return await post("/login", [("email", name), ("password", password)], house.signIn.signIn)
  }

  /// Sends the form that signs out, as the page that was shown last has it.
  func signOut() async -> HTTPResponse { await post("/logout", [], house.signIn.signOut) }

  func account() async -> HTTPResponse { await get("/account", house.signIn.account) }

  func request(_ method: String, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(
      method: method, path: path, headers: [("user-agent", userAgent)] + headers, address: address, isSecure: isSecure)
    if !cookies.isEmpty {
      let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      request.headers.append(("cookie", pairs.joined(separator: "; ")))
    }
    return request
  }

  private func send(_ request: HTTPRequest, _ handler: (HTTPRequest) -> HTTPAnswer) async -> HTTPResponse {
    let response = await handler(request).response
    for (name, value) in response.headers where name == "Set-Cookie" {
      let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      cookies[String(pair[0])] = value.contains("Max-Age=0") ? nil : String(pair[1])
    }
    if response.status != 303 { hidden = response.hiddenFields }
    return response
  }
}

extension HTTPAnswer {
  /// The response, when it is there.
  var response: HTTPResponse {
    get async {
      switch self {
      case .now(let response): response
      case .later(let start):
        await withCheckedContinuation { waiting in start(Responder { waiting.resume(returning: $0()) }) }
      }
    }
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }

  /// The hidden fields of the first form.
  var hiddenFields: [(name: String, value: String)] {
    let form = text.pieces(between: "<form", and: "</form>").first ?? ""
    return form.pieces(between: "<input type=\"hidden\" name=\"", and: "\">").compactMap { piece in
      guard let middle = piece.firstRange(of: "\" value=\"") else { return nil }
      let value = String(piece[middle.upperBound...])
        .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
        .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
      return (String(piece[..<middle.lowerBound]), value)
    }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// What stands between two marks, each time.
  func pieces(between start: String, and end: String) -> [Substring] {
    var found: [Substring] = []
    var rest = self[...]
    while let begin = rest.firstRange(of: start), let stop = rest[begin.upperBound...].firstRange(of: end) {
      found.append(rest[begin.upperBound..<stop.lowerBound])
      rest = rest[stop.upperBound...]
    }
    return found
  }
}
