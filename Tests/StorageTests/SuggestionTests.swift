import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SuggestionTests {
  @Test func `users are found by username and by address, whatever characters they hold`() throws {
    let test = try TestStore()
    for name in ["ada", "adam", "Grace"] { try test.addUser(name) }
    try test.addUser("odd", email: "100%_'`$x@example.org")
    let words = try Suggestions(path: test.store.path)
    #expect(
      try words.users(beginningWith: "ada").map(\.word) == ["ada", "adam", "ada@example.org", "adam@example.org"])
    #expect(try words.users(beginningWith: "gr").map(\.word) == ["Grace", "Grace@example.org"])
    #expect(try words.users(beginningWith: "100%_'").map(\.help) == ["odd"])
    #expect(try words.users(beginningWith: "%").isEmpty)
    #expect(try words.users(beginningWith: "ada' OR '1'='1").isEmpty)
  }

  @Test func `clients and tokens of one person are nobody else's`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try test.addUser("grace")
    let client = try test.addClient("Uploader", owner: ada)
    let words = try Suggestions(path: test.store.path)
    let found = Suggestion(word: client.clientID.text, help: "Uploader")
    #expect(try words.clients(beginningWith: "", of: nil) == [found])
    for key in ["ada", "ADA@example.org", String(ada.id.rawValue)] {
      #expect(try words.clients(beginningWith: "", of: key) == [found])
    }
    for key in ["grace", "nobody", "99"] { #expect(try words.clients(beginningWith: "", of: key).isEmpty) }
    #expect(try words.authorizedClients(beginningWith: "", by: "ada").isEmpty)
    #expect(try words.tokens(beginningWith: "", of: "grace").isEmpty)
  }

  @Test func `of too many words, the last one stands for the rest`() throws {
    let test = try TestStore()
    let last = Suggestions.limit + 20
    for number in 1000...(1000 + last) { try test.addUser("user\(number)") }
    let words = try Suggestions(path: test.store.path)
    let names = try words.users(beginningWith: "user").map(\.word).filter { !$0.contains("@") }
    #expect(names.count == Suggestions.limit)
    #expect(names.first == "user1000" && names.last == "user\(1000 + last)")
  }

  @Test func `an older database stays as it is`() throws {
    let test = try TestStore()
    let version = Migration.all.count
    try test.store.question { (database) throws(StorageError) in
      try database.execute("PRAGMA user_version = \(version - 1)")
    }
    #expect(throws: StorageError.self) { try Suggestions(path: test.store.path) }
    let now = try test.store.question { (database) throws(StorageError) in try database.number("PRAGMA user_version") }
    #expect(now == version - 1)
    #expect(throws: StorageError.self) { try Suggestions(path: "/nonexistent.db") }
  }
}
