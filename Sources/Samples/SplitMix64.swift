/// A small generator of numbers that look random and are the same for the same seed (Steele, Lea, Flood: "Fast
/// splittable pseudorandom number generators", 2014). For made-up data only, never for secrets.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below a limit; the slight favour for small ones does no harm here.
  mutating func number(below limit: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(limit, 1))).high)
  }

  /// One of some things, all equally likely.
  mutating func choice<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }

  /// Whether something happens that happens so many times in a hundred.
  mutating func happens(inHundred times: Int) -> Bool { number(below: 100) < times }
}
