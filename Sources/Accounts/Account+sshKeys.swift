import Cryptography
import Model
import Storage

extension Account {
  /// The keys that open this account over SSH, by name; ``SSHKey/limit`` at most.
  public func sshKeys() throws(AccountError) -> [SSHKey] {
    try perform { () throws(StorageError) in try store.sshKeys(of: user.id) }
  }

  /// One of them. Somebody else's is not found.
  public func sshKey(_ id: Identifier<SSHKey>) throws(AccountError) -> SSHKey {
    let found = try perform { () throws(StorageError) in try store.sshKey(id, of: user.id) }
    guard let found else { throw .notFound(.sshKey(String(id.rawValue))) }
    return found
  }

  /// Lets a key open this account over SSH. A key opens one account only, in the whole house.
  ///
  /// - Parameters:
  ///   - text: the line of a `.pub` file.
  ///   - name: what its owner calls it; when empty, the key's comment, else its kind.
  public func addSSHKey(_ text: String, name: String = "") throws(AccountError) -> SSHKey {
    try requireOwner(to: "add an SSH key of theirs")
    var issues: [FieldIssue] = []
    var key: SSHPublicKey?
    var chosen: Name?
    do throws(ValidationFailure) { key = try SSHPublicKey(validating: text) } catch { issues += error.issues }
    let proposed = PlainText.trimmed(name).isEmpty ? key?.proposedName : name
    if let proposed {
      do throws(ValidationFailure) { chosen = try Name(validating: proposed) } catch { issues += error.issues }
    }
    guard let key, let chosen, issues.isEmpty else {
      throw .invalid(ValidationFailure(issues) ?? ValidationFailure(FieldIssue(.sshKey, "Paste a public key.")))
    }
    let fingerprint = key.fingerprint
    let audit = audit(.sshKeyAdd, on: chosen.text, detail: fingerprint)
    return try perform { () throws(StorageError) in
      try store.addSSHKey(
        key, fingerprint: fingerprint, name: chosen, of: user.id, limit: SSHKey.limit, at: audit.at, audit: audit)
    }
  }

  /// Removes a key: it opens nothing from now on, and whoever is in by it is out at their next step.
  public func removeSSHKey(_ key: SSHKey) throws(AccountError) {
    let audit = audit(.sshKeyRemove, on: key.name.text, detail: key.fingerprint)
    try perform(on: .sshKey(key.name.text)) { () throws(StorageError) in
      try store.removeSSHKey(key.id, of: user.id, audit: audit)
    }
  }
}

extension SSHPublicKey {
  /// SHA-256 of the key, as `ssh-keygen -l` prints it.
  public var fingerprint: String { "SHA256:" + Base64.encode(SHA256.digest(of: blob)) }

  /// What a key is called that nobody named: its comment as far as a name may go, else its kind.
  fileprivate var proposedName: String {
    let start = PlainText.trimmed(String(comment.prefix(Name.limit)))
    return start.isEmpty ? kind.rawValue : start
  }
}
