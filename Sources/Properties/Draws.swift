/// Counter-based random choices: draw number n depends on the key and n alone.
struct Draws {
  private let key: UInt64
  private var next: UInt64 = 0

  init(_ key: UInt64) { self.key = key }

  /// The next 64 bits: the output function of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
  mutating func bits() -> UInt64 {
    next &+= 1
    var z = key &+ next &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in 0..<bound; `bound` is at least 1.
  mutating func number(below bound: Int) -> Int {
    Int(bits().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A permutation of 0..<count that moves something; `count` is at least 2.
  mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, number(below: last + 1)) }
    if order == Array(0..<count) { order.swapAt(0, 1) }
    return order
  }
}
