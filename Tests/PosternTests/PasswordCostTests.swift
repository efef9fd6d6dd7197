import Configuration
import Cryptography
import Testing

@testable import postern

@Suite struct PasswordCostTests {
  @Test func `every cost that a configuration may ask for is one that the hash takes`() throws {
    var taken = 0
    for logN in 14...19 {
      for blockSize in [8, 9, 16, 32] {
        for parallelization in 1...16 {
          let cost = "logN: \(logN), blockSize: \(blockSize), parallelization: \(parallelization)"
          guard let settings = try? Settings(JSON5Document(text: "{ passwordHash: { \(cost) } }", file: "c.json5"))
          else { continue }
          taken += 1
          #expect(PasswordHash.Cost(settings.passwordHash).isReasonable, "\(cost)")
        }
      }
    }
    #expect(taken > 100)
  }
}
