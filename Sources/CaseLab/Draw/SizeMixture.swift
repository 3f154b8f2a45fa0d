/// Single sizes: small ones, powers of two and their neighbours, multiples off powers, and any integer.
struct SizeMixture {
  let random: CounterRandom

  /// Powers of two up to 256 and their neighbours.
  static let nearPowers = near(256)
  /// The batch sizes beside which each of them is drawn.
  static let rowsBeside = [1, 2, 8, 16, 17, 32, 33]

  /// Powers of two up to `most` and their neighbours, from 1.
  static func near(_ most: Int) -> [Int] {
    Array(Set(sequence(first: 1) { $0 < most ? 2 * $0 : nil }.flatMap { [$0 - 1, $0, $0 + 1] }))
      .filter { $0 > 0 }
      .sorted()
  }

  /// Any size from `least` to `most`.
  func from(_ least: Int, to most: Int, _ draw: Int) -> Int { least + random.below(most - least + 1, at: draw, 64) }

  /// A size from `least` to `most`: near a power of two, a multiple of 2, 3, 4, 8 or 16, or any, each in a third.
  func size(_ least: Int, _ most: Int, _ draw: Int) -> Int {
    func any() -> Int { least + random.below(most - least + 1, at: draw, 1) }
    switch random.below(3, at: draw) {
    case 0:
      let near = Self.near(most - 1).filter { (least...most).contains($0) }
      return near.isEmpty ? any() : near[random.below(near.count, at: draw, 2)]
    case 1:
      let factor = [2, 3, 4, 8, 16][random.below(5, at: draw, 3)]
      let multiple = any() / factor * factor
      return multiple >= least ? multiple : any()
    default: return any()
    }
  }

  /// A width that is mostly small.
  func width(_ draw: Int) -> Int {
    switch random.below(10, at: draw, 4) {
    case 0, 1: 1 + random.below(8, at: draw, 5)
    case 2: size(1, 64, draw)
    default: size(1, 40, draw)
    }
  }

  /// A number of steps that is mostly small.
  func steps(_ draw: Int) -> Int {
    switch random.below(10, at: draw, 6) {
    case 0: 1
    case 1...3: 2 + random.below(4, at: draw, 7)
    case 4...8: 1 + random.below(16, at: draw, 7)
    default: 17 + random.below(24, at: draw, 7)
    }
  }

  /// A batch size that is mostly small.
  func rows(_ draw: Int) -> Int {
    switch random.below(10, at: draw, 8) {
    case 0: 1
    case 1...4: 1 + random.below(4, at: draw, 9)
    case 5...8: 1 + random.below(12, at: draw, 9)
    default: 5 + random.below(16, at: draw, 9)
    }
  }
}
