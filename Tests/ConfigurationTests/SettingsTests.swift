import Model
import TestSupport
import Testing

@testable import Configuration

@Suite struct SettingsTests {
  private func settings(_ text: String) throws -> Settings {
    try Settings(JSON5Document(text: text, file: "c.json5"))
  }

  @Test(arguments: ["'postern.db'", "'~/postern.db'", "''", "'sqlite:postern.db'", "1"])
  func `a database that depends on where somebody stands is refused`(path: String) {
    #expect(throws: ConfigurationFailure.self) { try settings("{ database: \(path) }") }
  }

  @Test func `an empty file gives the defaults`() throws {
    let settings = try settings("{}")
    #expect(settings.issuer.text == "http://127.0.0.1:5000")
    #expect(settings.accessTokenLifetime == 3600)
    #expect(settings.lengths == SecretLengths())
    #expect((settings.lengths.clientID, settings.lengths.clientSecret, settings.lengths.personalToken) == (40, 60, 60))
    #expect(settings.responseTypes == [.code])
    #expect(settings.sessionBinding == [.address, .userAgent])
    #expect(!settings.grantTypes.contains(.password))
    #expect(settings.scopes.all.map(\.id) == ["user:email"])
    #expect(settings.passwordHash == PasswordCost(logN: 14, blockSize: 8, parallelization: 5))
  }

  @Test(arguments: [
    ("", "http://127.0.0.1:5000"), ("listen: 'localhost:80'", "http://localhost:80"),
    ("tls: { certificate: 'c', key: 'k' }", "https://127.0.0.1:5000"),
    ("tls: { certificate: 'c', key: 'k' }, listen: 'auth.example.org:443'", "https://auth.example.org:443"),
    ("tls: { certificate: 'c', key: 'k' }, listen: '[::1]:8443'", "https://[::1]:8443"),
    ("tls: { certificate: 'c', key: 'k' }, listen: '0.0.0.0:443'", "https://localhost:443"),
    ("tls: { certificate: 'c', key: 'k' }, listen: '[::]:443'", "https://localhost:443"),
    ("listen: '0.0.0.0:5000'", "http://localhost:5000"), ("listen: '[::]:5000'", "http://localhost:5000"),
    ("listen: '192.0.2.1:5000'", "http://localhost:5000"),
    ("tls: { certificate: 'c', key: 'k' }, issuer: 'http://localhost:5000'", "http://localhost:5000"),
  ])
  func `an issuer that is not given follows from address and TLS`(keys: String, issuer: String) throws {
    var settings = try settings("{ \(keys) }")
    #expect(settings.issuer.text == issuer)
    // What the command line changes later counts, unless the issuer was given.
    settings.listen = try #require(ListenAddress("127.0.0.1:1"))
    settings.tls = nil
    #expect(settings.issuer.text == (keys.contains("issuer") ? issuer : "http://127.0.0.1:1"))
  }

  @Test func `every key is read`() throws {
    let settings = try settings(
      """
      {
        issuer: "https://auth.example.org/oauth-house", listen: "[::1]:8080", managementListen: "127.0.0.1:9000",
        tls: { certificate: "/c.pem", key: "/k.pem" },
        trustedProxies: ["10.0.0.1", "2001:db8::1"], connections: { total: 5000, perAddress: 50 },
        resourceServers: ["9fJq", "7cKw"],
        grantTypes: ["authorization_code", "password"], responseTypes: ["code", "token"], pkce: "always",
        singleTokenPerUser: true, acceptTokenInQuery: true, allowedQueryCharacters: "=&%",
        accessTokenLifetime: 60, refreshTokenLifetime: 61, codeLifetime: 30, sessionLifetime: 62,
        sessionBinding: ["userAgent"], jwt: { header: "X-Proof", type: "JWT", lifetime: 63 },
        lengths: { clientID: 22, clientSecret: 32, personalToken: 200 },
        scopes: [
          { id: "deposit:write", description: "Allow upload", group: "deposit" },
          { id: "house:keep", description: "Keep house", internal: true },
        ],
        theme: "dark", keys: { quit: ["x", "Ctrl-C"], help: [] }, siteName: "Zenodo",
        passwordHash: { logN: 15, blockSize: 9, parallelization: 2 },
      }
      """)
    #expect(settings.file == "c.json5")
    #expect(settings.issuer.text == "https://auth.example.org/oauth-house")
    #expect(settings.listen.description == "[::1]:8080")
    #expect(settings.managementListen?.port == 9000)
    #expect(settings.tls == TLSFiles(certificate: "/c.pem", key: "/k.pem"))
    #expect(settings.trustedProxies == ["10.0.0.1", "2001:db8::1"])
    #expect(settings.connections.total == 5000 && settings.connections.perAddress == 50)
    #expect(settings.resourceServers.map(\.text).sorted() == ["7cKw", "9fJq"])
    #expect(settings.grantTypes == [.authorizationCode, .password])
    #expect(settings.responseTypes == [.code, .token])
    #expect(settings.pkce == .always)
    #expect(settings.singleTokenPerUser && settings.acceptTokenInQuery)
    #expect(settings.allowedQueryCharacters == ["=", "&", "%"])
    #expect(settings.accessTokenLifetime == 60)
    #expect(settings.refreshTokenLifetime == 61)
    #expect(settings.codeLifetime == 30)
    #expect(settings.sessionLifetime == 62)
    #expect(settings.sessionBinding == [.userAgent])
    #expect(settings.jwt == JWTSettings(header: "X-Proof", type: "JWT", lifetime: 63))
    #expect(settings.lengths == SecretLengths(clientID: 22, clientSecret: 32, personalToken: 200))
    #expect(settings.scopes.offered.map(\.id) == ["user:email", "deposit:write"])
    #expect(settings.theme == "dark")
    #expect(settings.keys == ["quit": ["x", "Ctrl-C"], "help": []])
    #expect(settings.siteName == "Zenodo")
    #expect(settings.passwordHash == PasswordCost(logN: 15, blockSize: 9, parallelization: 2))
  }

  @Test(arguments: [
    ("isuer: 'https://a.example'", "unknown key \"isuer\"; did you mean \"issuer\"?"),
    ("lengths: { clientId: 40 }", "unknown key \"lengths.clientId\"; did you mean \"clientID\"?"),
    ("issuer: 'auth.example.org'", "\"issuer\" cannot be \"auth.example.org\": write a full URL"),
    ("issuer: 'http://auth.example.org'", "use https; http is only for localhost"),
    ("issuer: 'https://a.example/?q=1'", "leave out the query and fragment."),
    ("issuer: 'https://a.example/#f'", "leave out the query and fragment."),
    ("issuer: 'https://a.example/'", "leave out the slash at its end."),
    ("issuer: 'https://u:p@a.example'", "write a full URL"),
    ("issuer: 5", "\"issuer\" must be a text in quotation marks, not 5."),
    ("listen: '127.0.0.1'", "\"listen\" must be HOST:PORT"),
    ("listen: '127.0.0.1:0'", "\"listen\" must be HOST:PORT"),
    ("listen: '127.0.0.1:70000'", "\"listen\" must be HOST:PORT"),
    ("listen: 'a/b:80'", "\"listen\" must be HOST:PORT"),
    ("managementListen: ':80'", "\"managementListen\" must be HOST:PORT"),
    ("tls: { certificate: '/c.pem' }", "\"tls\" must name two files"),
    ("tls: true", "\"tls\" must be an object"),
    ("trustedProxies: '10.0.0.1'", "\"trustedProxies\" must be a list of texts"),
    ("connections: { total: 0 }", "\"connections.total\" must be a whole number from 1 to 1000000, not 0."),
    ("connections: { each: 5 }", "unknown key \"connections.each\""),
    ("grantTypes: []", "\"grantTypes\" must name at least one of"),
    ("grantTypes: ['code']", "\"grantTypes\" must be one of \"authorization_code\""),
    ("grantTypes: ['password', 'password']", "\"grantTypes\" names something twice."),
    ("grantTypes: 'password'", "\"grantTypes\" must be a list of texts"),
    ("responseTypes: ['id_token']", "\"responseTypes\" must be one of \"code\", \"token\", not \"id_token\"."),
    ("pkce: 'never'", "\"pkce\" must be one of \"public\", \"always\", \"optional\", not \"never\"."),
    ("singleTokenPerUser: 1", "\"singleTokenPerUser\" must be true or false, not 1."),
    ("acceptTokenInQuery: 'no'", "\"acceptTokenInQuery\" must be true or false, not a text."),
    ("allowedQueryCharacters: '=&'", "must hold =, & and %"),
    ("allowedQueryCharacters: '=&% '", "printable ASCII characters only"),
    ("accessTokenLifetime: 0", "\"accessTokenLifetime\" must be a whole number from 1 to 31536000, not 0."),
    ("accessTokenLifetime: -5", "not -5."),
    ("accessTokenLifetime: 1e300", "\"accessTokenLifetime\" must be a whole number"),
    ("accessTokenLifetime: '1h'", "not a text."),
    ("refreshTokenLifetime: 0.5", "\"refreshTokenLifetime\" must be a whole number"),
    ("codeLifetime: 61", "\"codeLifetime\" must be a whole number from 1 to 60, not 61."),
    ("sessionLifetime: 1", "\"sessionLifetime\" must be a whole number from 60"),
    ("sessionBinding: ['ip']", "\"sessionBinding\" must be one of \"address\", \"userAgent\", not \"ip\"."),
    ("sessionBinding: ['address', 'address']", "\"sessionBinding\" names something twice."),
    ("sessionBinding: true", "\"sessionBinding\" must be a list of texts"),
    ("jwt: { header: 'X Y' }", "\"jwt.header\" must be one word"),
    ("jwt: { lifetime: 0 }", "\"jwt.lifetime\" must be a whole number"),
    ("lengths: { clientID: 21 }", "\"lengths.clientID\" must be a whole number from 22 to 200, not 21."),
    ("lengths: { clientSecret: 31 }", "\"lengths.clientSecret\" must be a whole number from 32 to 200, not 31."),
    ("lengths: { personalToken: 201 }", "\"lengths.personalToken\" must be a whole number from 32 to 200"),
    ("scopes: [{ id: 'a b', description: 'x' }]", "a scope's id cannot hold spaces"),
    ("scopes: [{ id: 'user:email', description: 'x' }]", "the scope \"user:email\" is defined twice"),
    ("scopes: [{ id: 'a', description: 'x' }, { id: 'a', description: 'y' }]", "the scope \"a\" is defined twice"),
    ("scopes: [{ description: 'x' }]", "\"scopes[0].id\" is missing"),
    ("scopes: [{ id: 'a' }]", "\"scopes[0].description\" is missing"),
    ("scopes: ['a']", "\"scopes[0]\" must be an object"),
    ("scopes: [{ id: 'a', description: 'x', hidden: true }]", "unknown key \"scopes[0].hidden\""),
    ("theme: '../etc/passwd'", "\"theme\" must be the name of a theme"),
    ("keys: { quit: 'q' }", "\"keys.quit\" must be a list of texts"),
    ("keys: ['q']", "\"keys\" must be an object"),
    ("siteName: ''", "\"siteName\" does not do as a name: Enter a name."),
    ("passwordHash: { logN: 10 }", "\"passwordHash.logN\" must be a whole number from 14 to 19, not 10."),
    ("passwordHash: { logN: 19, blockSize: 32 }", "\"passwordHash\" would take 2048 MiB a sign-in"),
    ("passwordHash: { logN: 19, parallelization: 16 }", "would take 103 times the work of the default; lower"),
  ])
  func `an impossible value names the key and the mend`(members: String, sentence: String) throws {
    let failure = try #require(throws: ConfigurationFailure.self) { try settings("{\n\(members) }") }
    #expect(failure.problems.count == 1)
    #expect(failure.description.hasPrefix("c.json5:2: "))
    #expect(failure.description.contains(sentence), "\(failure)")
  }

  @Test func `a session may be bound to nothing`() throws {
    #expect(try settings("{ sessionBinding: [] }").sessionBinding == [])
  }

  @Test func `the document of the configuration tells the defaults`() throws {
    let document = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/docs/configuration.md"
    let text = String(decoding: TestFile.bytes(of: document), as: UTF8.self)
    let example = try #require(text.split(separator: "```json5\n").last?.split(separator: "```").first)
    let told = try settings(String(example))
    let defaults = Settings()
    #expect(told.issuer.text == defaults.issuer.text && told.listen.description == defaults.listen.description)
    #expect(told.siteName == defaults.siteName && told.theme == defaults.theme && told.pkce == defaults.pkce)
    #expect(told.grantTypes == defaults.grantTypes && told.responseTypes == defaults.responseTypes)
    #expect(told.allowedQueryCharacters == defaults.allowedQueryCharacters)
    #expect(told.accessTokenLifetime == defaults.accessTokenLifetime)
    #expect(told.refreshTokenLifetime == defaults.refreshTokenLifetime)
    #expect(told.codeLifetime == defaults.codeLifetime && told.sessionLifetime == defaults.sessionLifetime)
    #expect(told.jwt == defaults.jwt && told.lengths == defaults.lengths)
    #expect(told.passwordHash == defaults.passwordHash)
    #expect(told.trustedProxies == defaults.trustedProxies && told.connections == defaults.connections)
  }

  @Test func `everything wrong is told at once, in the order of the file`() throws {
    let failure = try #require(throws: ConfigurationFailure.self) {
      try settings("{\n pkce: 1,\n colour: 'red',\n listen: 2 }")
    }
    #expect(failure.problems.map(\.key) == ["pkce", "colour", "listen"])
    #expect(failure.problems.map(\.line) == [2, 3, 4])
  }
}
