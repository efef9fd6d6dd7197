import Accounts
import FoundationEssentials
import Model

extension Command {
  /// `postern key list`
  static let keyList = Command(
    path: ["key", "list"], summary: "list the keys that pages and forms are signed with; never the keys themselves",
    options: [.json]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    let keys = try attempt { () throws(AccountError) in try house.administration.signingKeys() }
    guard !invocation.has(.json) else { return try Console.print(JSON.array(keys.map(JSON.signingKey)).text) }
    var table = Table(["KEY", "STATE", "MADE", "HONOURED UNTIL"])
    for key in keys {
      let state = key.retiredAt == nil ? "current" : "retired"
      table.add([key.id, state, key.createdAt.rfc3339, key.expiresAt?.rfc3339 ?? "-"])
    }
    try Console.print(table.text)
  }

  /// `postern key rotate`
  static let keyRotate = Command(
    path: ["key", "rotate"], summary: "sign with a new key from now on",
    detail:
      "The old one is honoured until whatever it signed has expired, so nobody has to sign in again. Servers that run "
      + "take the new one at their next request.",
    options: [.json]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    // Forms are sealed too, and live as long as the session that they were shown in.
    let lifetime = max(house.settings.jwt.lifetime, house.settings.sessionLifetime)
    let key = try attempt { () throws(AccountError) in
      try house.administration.rotateSigningKey(honouringOldFor: lifetime)
    }
    if invocation.has(.json) { try Console.print(JSON.signingKey(key).text) }
    Console.say("The current key is now \(key.id).")
  }
}

extension JSON {
  /// What may be told of a signing key.
  fileprivate static func signingKey(_ key: SigningKey) -> JSON {
    .object([
      ("id", .string(key.id)), ("current", .boolean(key.retiredAt == nil)), ("created_at", .moment(key.createdAt)),
      ("retired_at", .moment(key.retiredAt)), ("expires_at", .moment(key.expiresAt)),
    ])
  }
}
