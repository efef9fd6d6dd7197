import Cryptography
import FoundationEssentials
import Model
import Storage

extension Accounts {
  /// The keys that this house seals its own words with, the current one first; none before one was needed.
  public func signingKeys() throws(AccountError) -> [SigningKey] {
    let now = surroundings.now().wholeSeconds
    return try storage { () throws(StorageError) in try store.signingKeys(at: now) }
  }

  /// Makes the first key; nothing happens where there is one.
  public static func makeSigningKey(_ surroundings: Surroundings) -> Change<Void> {
    let key = SigningKey(made: surroundings.now().wholeSeconds, with: surroundings.random)
    let audit = AuditRecord(
      at: key.createdAt, actorID: nil, actor: "postern serve", origin: Origin("server"), event: .keyCreate,
      target: key.id)
    return Store.addSigningKey(key, audit: audit)
  }
}

extension Administration {
  /// The keys that are honoured, the current one first; none before one was needed.
  public func signingKeys() throws(AccountError) -> [SigningKey] {
    let now = now
    return try perform { () throws(StorageError) in try accounts.store.signingKeys(at: now) }
  }

  /// Puts a new key in the current one's place.
  ///
  /// - Parameter seconds: for how long the old one is honoured: as long as what it sealed may live.
  /// - Returns: the new key.
  @discardableResult
  public func rotateSigningKey(honouringOldFor seconds: Int) throws(AccountError) -> SigningKey {
    let key = SigningKey(made: now, with: accounts.surroundings.random)
    let audit = audit(.keyRotate, on: key.id, detail: "old one honoured for \(seconds) s")
    let end = key.createdAt.addingTimeInterval(Double(seconds))
    try perform { () throws(StorageError) in
      try accounts.store.rotateSigningKey(to: key, honouringOldUntil: end, audit: audit)
    }
    return key
  }
}

extension SigningKey {
  /// A new key of 256 bits.
  fileprivate init(made moment: Date, with random: RandomSource) {
    self.init(id: Base62.random(length: 16, random: random), secret: random.bytes(32), createdAt: moment)
  }
}
