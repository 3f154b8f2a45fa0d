/// A permutation of 0..<count that a key decides: a small Feistel network, walked until it stays below `count`.
struct KeyedPermutation {
  private let count: Int
  private let halfBits: Int
  private let random: CounterRandom

  init(count: Int, _ random: CounterRandom) {
    precondition(count > 0)
    self.count = count
    self.random = random
    var bits = 1
    while 1 << (2 * bits) < count { bits += 1 }
    halfBits = bits
  }

  subscript(_ position: Int) -> Int {
    let low = 1 << halfBits - 1
    var value = position
    repeat {
      var (left, right) = (value >> halfBits, value & low)
      for round in 0..<4 {
        (left, right) = (right, left ^ Int(random.word(round, right) & UInt64(low)))
      }
      value = left << halfBits | right
    } while value >= count
    return value
  }
}
