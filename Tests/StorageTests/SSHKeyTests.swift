import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SSHKeyTests {
  @discardableResult
  private func add(
    _ key: TestSSHKey, named name: String = "laptop", of user: User, limit: Int = 50, in test: TestStore
  ) throws -> SSHKey {
    try test.store.addSSHKey(
      SSHPublicKey(validating: key.line), fingerprint: key.fingerprint, name: Name(validating: name), of: user.id,
      limit: limit, at: test.clock.now, audit: test.audit(.sshKeyAdd, target: name))
  }

  @Test func `a key is found by its fingerprint, its number, and among its owner's`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let key = try add(.ed25519, of: ada, in: test)
    #expect(key.line == TestSSHKey.ed25519.line && key.fingerprint == TestSSHKey.ed25519.fingerprint)
    #expect(key.createdAt == test.clock.now && key.lastUsedAt == nil && key.kind == "ssh-ed25519")
    let other = try add(.rsa, named: "desk", of: ada, in: test)
    #expect(try test.store.sshKeys(of: ada.id) == [other, key])
    #expect(try test.store.sshKeys(of: eve.id) == [])
    #expect(try test.store.sshKey(key.id, of: ada.id) == key)
    #expect(try test.store.sshKey(key.id, of: eve.id) == nil)
    #expect(try test.store.sshKey(fingerprint: key.fingerprint) == key)
    #expect(try test.store.sshKey(fingerprint: "SHA256:nothing") == nil)
    #expect(try test.store.sshKey(fingerprint: "") == nil)
    let found = try #require(try test.store.sshKey(key.id))
    #expect(found.key == key && found.user == ada)
    try expectIndexed(test.store)
  }

  @Test func `a key opens one account in the whole house, until it is removed there`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let key = try add(.ed25519, of: ada, in: test)
    for user in [ada, eve] {
      #expect(throws: StorageError.duplicate(.sshKey)) { try add(.ed25519, named: "mine", of: user, in: test) }
    }
    #expect(throws: StorageError.notFound) { try test.store.removeSSHKey(key.id, of: eve.id, audit: test.audit()) }
    #expect(try test.store.sshKey(fingerprint: key.fingerprint) == key)
    try test.store.removeSSHKey(key.id, of: ada.id, audit: test.audit())
    #expect(throws: StorageError.notFound) { try test.store.removeSSHKey(key.id, of: ada.id, audit: test.audit()) }
    #expect(try test.store.sshKey(fingerprint: key.fingerprint) == nil)
    let moved = try add(.ed25519, named: "mine", of: eve, in: test)
    // A forced command may still name the old number: it never comes to mean another key.
    #expect(moved.id != key.id)
    try expectIndexed(test.store)
  }

  @Test func `nobody has more keys than the limit, and nobody who is gone has any`() throws {
    let test = try TestStore()
    try test.addUser("root", role: .administrator)
    let ada = try test.addUser("ada")
    try add(.ed25519, of: ada, limit: 2, in: test)
    try add(.rsa, of: ada, limit: 2, in: test)
    #expect(throws: StorageError.tooManyKeys(limit: 2)) { try add(.ecdsa256, of: ada, limit: 2, in: test) }
    try test.store.deleteUser(ada.id, audit: test.audit())
    #expect(try test.store.sshKey(fingerprint: TestSSHKey.ed25519.fingerprint) == nil)
    #expect(throws: StorageError.notFound) { try add(.ecdsa256, of: ada, in: test) }
    try expectIndexed(test.store)
  }

  @Test func `the keys of somebody who is disabled open nothing, and are not listed for sshd`() throws {
    let test = try TestStore()
    try test.addUser("root", role: .administrator)
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let key = try add(.ed25519, of: ada, in: test)
    let other = try add(.rsa, of: eve, in: test)
    #expect(try test.store.sshKeys(after: nil, limit: 9) == [key, other])
    try test.store.setUser(ada.id, disabledAt: test.clock.now, audit: test.audit())
    #expect(try test.store.sshKey(fingerprint: key.fingerprint) == nil)
    #expect(try test.store.sshKeys(after: nil, limit: 9) == [other])
    #expect(try test.store.sshKeys(after: other.id, limit: 9) == [])
    #expect(throws: StorageError.notFound) {
      try test.store.recordSignIn(by: key.id, of: ada.id, at: test.clock.now, audit: test.audit())
    }
    #expect(try test.store.sshKey(key.id)?.key.lastUsedAt == nil)
    try expectIndexed(test.store)
  }

  @Test func `a sign-in is remembered at the key and at its owner`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let key = try add(.ed25519, of: ada, in: test)
    test.clock.advance(seconds: 60)
    #expect(throws: StorageError.notFound) {
      try test.store.recordSignIn(by: key.id, of: eve.id, at: test.clock.now, audit: test.audit())
    }
    try test.store.recordSignIn(by: key.id, of: ada.id, at: test.clock.now, audit: test.audit(.sshSignIn))
    let found = try #require(try test.store.sshKey(key.id))
    #expect(found.key.lastUsedAt == test.clock.now && found.user.lastSeenAt == test.clock.now)
    try test.store.removeSSHKey(key.id, of: ada.id, audit: test.audit())
    #expect(throws: StorageError.notFound) {
      try test.store.recordSignIn(by: key.id, of: ada.id, at: test.clock.now, audit: test.audit())
    }
    try expectIndexed(test.store)
  }
}
