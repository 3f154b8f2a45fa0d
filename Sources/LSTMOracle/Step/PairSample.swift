internal import LSTMContract

/// Which rows and units of a very large answer are judged in pairs of doubles, at all steps: a function of the problem
/// and of the answer's largest errors.
struct PairSample {
  /// By rising number.
  let rows: [Int]
  let units: [Int]

  /// How many of the worst elements bring in their rows and units.
  private static let worstCount = 16
  /// One in so many rows and units is drawn besides.
  private static let drawnShare = 16

  /// - Parameter worst: how far off each unit of each row is, as a share of its radius: [B, H].
  init<Scalar: OracleScalar>(_ problem: LSTMProblem<Scalar>, worst: [Double]) {
    let (batch, units) = (problem.shape.batch, problem.shape.units)
    var draw = SampleDraw(problem)
    // A stable choice: of equal errors the first.
    let worst = worst.indices.sorted { (worst[$1], $0) < (worst[$0], $1) }.prefix(Self.worstCount)
    func chosen(_ count: Int, _ worst: [Int]) -> [Int] {
      let drawn = (0..<(count + Self.drawnShare - 1) / Self.drawnShare).map { _ in draw.below(count) }
      return Set(Self.boundaries(of: count) + worst + drawn).sorted()
    }
    rows = chosen(batch, worst.map { $0 / units })
    self.units = chosen(units, worst.map { $0 % units })
  }

  /// The first, the last, and what meets at each multiple of 8: every width of a vector, a tile or a share of a thread
  /// begins or ends there.
  static func boundaries(of count: Int) -> [Int] {
    [0, count - 1] + stride(from: 8, to: count, by: 8).flatMap { [$0 - 1, $0] }
  }
}

/// Numbers drawn from the bits of a problem (SplitMix64, Steele, Lea and Flood 2014).
private struct SampleDraw {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  init<Scalar: OracleScalar>(_ problem: LSTMProblem<Scalar>) {
    let shape = problem.shape
    for size in [shape.timeSteps, shape.batch, shape.inputSize, shape.units] { mix(UInt64(size)) }
    for array in [problem.initialH.elements, problem.initialC.elements, problem.bias?.elements ?? []] {
      for element in array { mix(UInt64(element.bits)) }
    }
  }

  private mutating func mix(_ word: UInt64) { state = (state ^ word) &* 0x0000_0100_0000_01B3 }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
  }
}
