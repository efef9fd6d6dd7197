/// The stored form of a scrypt hash, in PHC string format: `$scrypt$ln=17,r=8,p=1$salt$hash`, salt and hash in base64
/// without padding. Read strictly: one hash has one spelling.
struct PHCString {
  let cost: PasswordHash.Cost
  let salt: [UInt8]
  let hash: [UInt8]

  init(cost: PasswordHash.Cost, salt: [UInt8], hash: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  init?(_ text: String) {
    guard text.utf8.count <= 512 else { return nil }
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
    let settings = parts[2].split(separator: ",", omittingEmptySubsequences: false)
    guard settings.count == 3, let logN = Self.number(settings[0], named: "ln"),
      let blockSize = Self.number(settings[1], named: "r"), let parallelization = Self.number(settings[2], named: "p"),
      let salt = Base64.decode(parts[3]), let hash = Base64.decode(parts[4]), 8...64 ~= salt.count,
      16...64 ~= hash.count
    else { return nil }
    self.init(
      cost: PasswordHash.Cost(logN: logN, blockSize: blockSize, parallelization: parallelization), salt: salt,
      hash: hash)
  }

  var text: String {
    "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelization)"
      + "$\(Base64.encode(salt))$\(Base64.encode(hash))"
  }

  /// `name=digits`, without sign or leading zero.
  private static func number(_ text: Substring, named name: String) -> Int? {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == name, 1...3 ~= parts[1].utf8.count, let number = Int(parts[1]),
      String(number) == parts[1], number > 0
    else { return nil }
    return number
  }
}
