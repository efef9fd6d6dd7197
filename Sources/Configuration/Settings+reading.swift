import FoundationEssentials
import Model

extension Settings {
  private static let year = 365 * 86_400

  /// Reads a configuration file.
  ///
  /// - Throws: everything that is wrong with it.
  public init(contentsOf path: String) throws(ConfigurationFailure) {
    let document: JSON5Document
    do throws(ConfigurationProblem) {
      document = try JSON5Document(contentsOf: path)
    } catch {
      throw ConfigurationFailure(error)
    }
    try self.init(document)
  }

  /// Takes the settings out of a document.
  ///
  /// - Throws: everything that is wrong with it.
  public init(_ document: JSON5Document) throws(ConfigurationFailure) {
    self.init()
    file = document.file
    let root = document.root
    readDatabase(root)
    readServer(root)
    readProtocol(root)
    readLifetimes(root)
    readSecrets(root)
    readScopes(root)
    readScreens(root)
    root.rejectUnknownKeys()
    if let failure = ConfigurationFailure(document.problems) { throw failure }
  }

  private mutating func readDatabase(_ root: JSON5Object) {
    database = root.string("database")
    if let database, !database.hasPrefix("/"), !database.hasPrefix("sqlite:/") {
      root.report("database", "\"database\" must be an absolute path, such as /var/lib/postern/postern.db.")
    }
  }

  private mutating func readServer(_ root: JSON5Object) {
    listen = root.listenAddress("listen") ?? listen
    managementListen = root.listenAddress("managementListen")
    givenIssuer = root.issuer("issuer")
    trustedProxies = root.strings("trustedProxies") ?? trustedProxies
    if let table = root.object("connections") {
      connections.total = table.integer("total", in: 1...1_000_000) ?? connections.total
      connections.perAddress = table.integer("perAddress", in: 1...1_000_000) ?? connections.perAddress
      table.rejectUnknownKeys()
    }
    if let files = root.object("tls") {
      let certificate = files.string("certificate")
      let key = files.string("key")
      files.rejectUnknownKeys()
      if let certificate, let key, !certificate.isEmpty, !key.isEmpty {
        tls = TLSFiles(certificate: certificate, key: key)
      } else {
        root.report("tls", "\"tls\" must name two files, certificate and key.")
      }
    }
  }

  private mutating func readProtocol(_ root: JSON5Object) {
    grantTypes = root.choices("grantTypes", of: GrantType.self).map(Set.init) ?? grantTypes
    responseTypes = root.choices("responseTypes", of: ResponseType.self).map(Set.init) ?? responseTypes
    pkce = root.choice("pkce", of: ProofKeyPolicy.self) ?? pkce
    singleTokenPerUser = root.boolean("singleTokenPerUser") ?? singleTokenPerUser
    acceptTokenInQuery = root.boolean("acceptTokenInQuery") ?? acceptTokenInQuery
    resourceServers = root.strings("resourceServers").map { Set($0.map(ClientID.init)) } ?? resourceServers
    guard let text = root.string("allowedQueryCharacters") else { return }
    let key = "allowedQueryCharacters"
    if !text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
      root.report(key, "\"\(key)\" may hold printable ASCII characters only, and no space.")
    } else if !Set(text).isSuperset(of: "=&%") {
      root.report(key, "\"\(key)\" must hold =, & and %, which every query is made of.")
    } else {
      allowedQueryCharacters = Set(text)
    }
  }

  private mutating func readLifetimes(_ root: JSON5Object) {
    accessTokenLifetime = root.integer("accessTokenLifetime", in: 1...Self.year) ?? accessTokenLifetime
    refreshTokenLifetime = root.integer("refreshTokenLifetime", in: 1...(10 * Self.year)) ?? refreshTokenLifetime
    // RFC 6749 §4.1.2 wants codes short-lived; a minute is long for a redirect.
    codeLifetime = root.integer("codeLifetime", in: 1...60) ?? codeLifetime
    sessionLifetime = root.integer("sessionLifetime", in: 60...Self.year) ?? sessionLifetime
    sessionBinding =
      root.choices("sessionBinding", of: SessionBinding.self, orNone: true).map(Set.init) ?? sessionBinding
    guard let proof = root.object("jwt") else { return }
    jwt.header = proof.token("header") ?? jwt.header
    jwt.type = proof.token("type") ?? jwt.type
    jwt.lifetime = proof.integer("lifetime", in: 1...86_400) ?? jwt.lifetime
    proof.rejectUnknownKeys()
  }

  private mutating func readSecrets(_ root: JSON5Object) {
    if let table = root.object("lengths") {
      // The random part never has fewer than 128 bits: 22 characters of base62.
      lengths.clientID = table.integer("clientID", in: 22...200) ?? lengths.clientID
      lengths.clientSecret = table.integer("clientSecret", in: 32...200) ?? lengths.clientSecret
      lengths.personalToken = table.integer("personalToken", in: 32...200) ?? lengths.personalToken
      table.rejectUnknownKeys()
    }
    if let cost = root.object("passwordHash") {
      passwordHash.logN = cost.integer("logN", in: 14...19) ?? passwordHash.logN
      passwordHash.blockSize = cost.integer("blockSize", in: 8...32) ?? passwordHash.blockSize
      passwordHash.parallelization = cost.integer("parallelization", in: 1...16) ?? passwordHash.parallelization
      cost.rejectUnknownKeys()
      rejectExcess(root)
    }
  }

  /// What the hash itself would refuse (`PasswordHash.Cost.isReasonable`) must not get as far.
  private func rejectExcess(_ root: JSON5Object) {
    let key = "passwordHash"
    if passwordHash.memory > PasswordCost.mostMemory {
      let excess = "would take \(passwordHash.memory) MiB a sign-in"
      root.report(key, "\"\(key)\" \(excess); lower logN or blockSize to stay within \(PasswordCost.mostMemory).")
    } else if passwordHash.work > PasswordCost.mostWork {
      let excess = "would take \(passwordHash.work) times the work of the default"
      let mend = "lower logN, blockSize or parallelization to stay within \(PasswordCost.mostWork)"
      root.report(key, "\"\(key)\" \(excess); \(mend).")
    }
  }

  private mutating func readScopes(_ root: JSON5Object) {
    guard let entries = root.objects("scopes") else { return }
    var configured: [Scope] = []
    for entry in entries {
      let scope = entry.scope()
      entry.rejectUnknownKeys()
      guard let scope else { continue }
      // One at a time, so that the problem is filed at the scope that brings it.
      do throws(ScopeError) {
        scopes = try ScopeCatalogue(configured + [scope])
        configured.append(scope)
      } catch {
        let id = PlainText.quoted(scope.id)
        let sentence =
          switch error {
          case .duplicate: "the scope \(id) is defined twice; give each its own id."
          case .malformed, .unknown:
            "a scope's id cannot hold spaces, quotation marks, back slashes or non-ASCII: \(id)."
          }
        entry.report("id", sentence)
      }
    }
  }

  private mutating func readScreens(_ root: JSON5Object) {
    if let name = root.string("theme") {
      if name.isEmpty || name.hasPrefix(".") || name.contains("/") {
        root.report(
          "theme", "\"theme\" must be the name of a theme, such as \"terminal\", not \(PlainText.quoted(name)).")
      } else {
        theme = name
      }
    }
    if let table = root.object("keys") {
      for action in table.keys { keys[action] = table.strings(action) }
    }
    if let name = root.string("siteName") {
      do throws(ValidationFailure) {
        siteName = try Name(validating: name).text
      } catch {
        root.report("siteName", "\"siteName\" does not do as a name: \(error.issues[0].message)")
      }
    }
  }
}

extension JSON5Object {
  fileprivate func listenAddress(_ key: String) -> ListenAddress? {
    guard let text = string(key) else { return nil }
    if let address = ListenAddress(text) { return address }
    report(key, "\(quoted(key)) must be HOST:PORT, such as \"127.0.0.1:5000\", not \(PlainText.quoted(text)).")
    return nil
  }

  fileprivate func issuer(_ key: String) -> IssuerURL? {
    guard let text = string(key) else { return nil }
    do throws(IssuerURL.Problem) {
      return try IssuerURL(validating: text)
    } catch {
      report(key, "\(quoted(key)) cannot be \(PlainText.quoted(text)): \(error.sentence)")
      return nil
    }
  }

  /// A word of HTTP (RFC 9110 §5.6.2).
  fileprivate func token(_ key: String) -> String? {
    guard let text = string(key) else { return nil }
    let allowed = text.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
    if allowed, !text.isEmpty { return text }
    report(key, "\(quoted(key)) must be one word as HTTP headers have it, not \(PlainText.quoted(text)).")
    return nil
  }

  fileprivate func scope() -> Scope? {
    let id = string("id")
    let help = string("description")
    let group = string("group")
    let isInternal = boolean("internal") ?? false
    guard let id, let help else {
      if id == nil { report("id", "\(quoted("id")) is missing: every scope needs an id and a description.") }
      if id != nil { report("description", "\(quoted("description")) is missing: say what the scope allows.") }
      return nil
    }
    return Scope(
      id: id, help: PlainText.visible(PlainText.trimmed(help), limit: 200),
      group: group.map { PlainText.visible(PlainText.trimmed($0), limit: 40) }, isInternal: isInternal)
  }
}
