import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct StorePoolTests {
  @Test func `a pool lends as many connections as are used at once, and takes them back`() throws {
    let test = try TestStore()
    let pool = try StorePool(path: test.store.path)
    func lend<Value>(_ body: (Store) throws(StorageError) -> Value) throws(StorageError) -> Value {
      try pool.with(body) { (error) throws(StorageError) in throw error }
    }
    var seen: Set<ObjectIdentifier> = []
    for _ in 0..<3 { seen.insert(try lend { (store) throws(StorageError) in ObjectIdentifier(store) }) }
    #expect(seen.count == 1)
    try lend { (first) throws(StorageError) in
      let second = try lend { (store) throws(StorageError) in ObjectIdentifier(store) }
      #expect(second != ObjectIdentifier(first))
    }
    // A verb that throws gives its connection back too.
    #expect(throws: StorageError.notFound) { try lend { (_) throws(StorageError) in throw .notFound } }
    #expect(try lend { (store) throws(StorageError) in try !store.hasUsers() })
  }

  @Test func `a database that cannot be opened is found out at once`() {
    let folder = TemporaryFolder()
    let path = folder.file("missing.db")
    #expect(throws: StorageError.missing(path: path)) { try StorePool(path: path) }
  }
}
