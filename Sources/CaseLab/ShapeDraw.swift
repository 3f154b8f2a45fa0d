internal import LSTMContract

/// Sizes with the boundary values that break kernels: 0, 1, a vector's width and its neighbours, primes.
struct ShapeDraw {
  var timeSteps: Int
  var batch: Int
  var inputSize: Int
  var units: Int

  private static let sizes = [1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 19, 23, 31, 32, 33, 37, 47, 61]
  private static let wide = [65, 67, 96, 97, 127, 128, 129, 130]
  private static let steps = [1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 16, 17, 24]
  private static let rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]
  /// The most multiplications in the products of one case.
  private static let mostWork = 1_500_000

  init(_ random: CounterRandom, regime: Regime) {
    func pick(_ values: [Int], _ place: Int) -> Int { values[random.below(values.count, place)] }
    timeSteps = pick(Self.steps, 1)
    batch = pick(Self.rows, 2)
    inputSize = pick(Self.sizes, 3)
    units = pick(Self.sizes, 4)
    switch random.below(100, 0) {
    case 0: timeSteps = 0
    case 1: batch = 0
    case 2..<14:
      if random.below(2, 5) == 0 { units = pick(Self.wide, 6) } else { inputSize = pick(Self.wide, 6) }
      timeSteps = 1 + random.below(4, 7)
      batch = 1 + random.below(3, 8)
    case 14..<17:
      timeSteps = pick([64, 65, 97, 128, 200], 6)
      batch = 1 + random.below(2, 7)
      inputSize = 1 + random.below(4, 8)
      units = 1 + random.below(9, 9)
    default: break
    }
    switch regime {
    case .oneHot, .zeroInput: timeSteps = min(timeSteps, 1)
    case .exactDense: timeSteps = min(timeSteps, random.below(4, 10) == 0 ? 3 : 1)
    default: break
    }
    while timeSteps * batch * 4 * units * (inputSize + units) > Self.mostWork {
      if timeSteps > 1 { timeSteps = (timeSteps + 1) / 2 } else { batch = (batch + 1) / 2 }
    }
  }
}
