internal import LSTMContract

/// The arrays of a case, made as its regime says.
struct DataDraw<Scalar: LSTMScalar> {
  var input: [Scalar] = []
  var initialH: [Scalar] = []
  var initialC: [Scalar] = []
  var inputKernel: [Scalar] = []
  var hiddenKernel: [Scalar] = []
  var bias: [Scalar]?

  let plan: CasePlan
  let shape: LSTMShape
  let regime: Regime
  let random: CounterRandom
  private let isUnbounded: Bool

  init(_ plan: CasePlan, _ random: CounterRandom) {
    self.plan = plan
    shape = plan.shape
    regime = plan.regime
    self.random = random
    isUnbounded =
      !plan.options.tanhActivation.isBounded || !plan.options.sigmoidActivation.isBounded
  }

  /// Fills every array; `place` gives the time index and the row of a position of the input.
  mutating func make(place: (Int) -> (step: Int, row: Int)) {
    let (xs, hs, cs, ks, rs, bs) = (
      random.stream(1), random.stream(2), random.stream(3), random.stream(4), random.stream(5),
      random.stream(6)
    )
    let (inputSize, units) = (shape.inputSize, shape.units)
    let (hasH, hasC, hasBias) = (plan.hasInitialH, plan.hasInitialC, plan.hasBias)
    let biasSize: Double = regime == .tiny ? 0x1p-20 : 1
    func fill(x: (Int, Int, Int) -> Double, h: (Int, Int) -> Double, c: (Int, Int) -> Double) {
      input = []
      input.reserveCapacity(shape.timeSteps * shape.batch * inputSize)
      for position in 0..<shape.timeSteps * shape.batch {
        let (step, row) = place(position)
        for feature in 0..<inputSize { input.append(Scalar(x(step, row, feature))) }
      }
      initialH = Self.matrix(shape.batch, units, h)
      initialC = Self.matrix(shape.batch, units, c)
    }
    func weigh(
      k: (Int, Int, Int) -> Double, r: (Int, Int, Int) -> Double, b: ((Int, Int) -> Double)?
    ) {
      inputKernel = Self.kernel(inputSize, units, k)
      hiddenKernel = Self.kernel(units, units, r)
      bias = b.map { Self.matrix(4, units, $0) }
    }
    switch regime {
    case .exactDense:
      // Multiples of 2^-2 and 2^-10: every sum is exact, in any order, in either scalar type.
      fill(
        x: { Double(xs.below(33, at: $0, $1, $2) - 16) / 4 },
        h: {
          hasH
            ? Double(
              hs.below(2, at: $0, $1) == 0 ? 1 + hs.below(4, at: $0, $1, 1) : -1 - hs.below(4, at: $0, $1, 1))
              / 4 : 0
        },
        c: { hasC ? cs.awayFromZero($0, $1) * 2 : 0 })
      weigh(
        k: { Double(ks.below(257, at: $0, $1, $2) - 128) / 1_024 },
        r: { Double(rs.below(257, at: $0, $1, $2) - 128) / 1_024 },
        b: hasBias ? { Double(bs.below(4_097, at: $0, $1) - 2_048) / 1_024 } : nil)
    case .oneHot:
      // Where the bias cancels, x w + b = 128 (base + rest) - 128 base: exact, and one unit of the weight's last place
      // moves z by 2^-16 in float, far more than what the activation hides.
      let cancels = hasBias && random.below(2, at: 5) == 0
      let amplitude = cancels ? 128 : Self.power(random.below(8, at: 3))
      let drivesH = hasH
      let feature = random.stream(7)
      fill(
        x: {
          !drivesH && $2 == feature.below(inputSize, at: $0, $1)
            ? (cancels || xs.below(2, at: $0, $1) == 0 ? amplitude : -amplitude) : 0
        },
        h: {
          drivesH && $1 == feature.below(units, at: -1, $0)
            ? (cancels || hs.below(2, at: $0) == 0 ? amplitude : -amplitude) : 0
        },
        c: { !hasC ? 0 : cs.below(2, at: $0, $1) == 0 ? 1.5 : -1.5 })
      let scale = 2 / amplitude
      func base(_ gate: Int, _ unit: Int) -> Double {
        !cancels ? 0 : bs.below(2, at: gate, unit) == 0 ? 1.5 : -1.5
      }
      weigh(
        k: { base($1, $2) + ks.awayFromZero($0, $1, $2) * scale },
        r: { base($1, $2) + rs.awayFromZero($0, $1, $2) * scale },
        b: !hasBias
          ? nil
          : { gate, unit in
            cancels
              ? -amplitude * base(gate, unit) : gate == 2 ? [0, 1.5, -1.5][bs.below(3, at: unit)] : 0
          })
    case .zeroInput:
      fill(
        x: { _, _, _ in 0 }, h: { _, _ in 0 },
        c: { !hasC ? 0 : cs.below(2, at: $0, $1) == 0 ? 1.5 : -1.5 })
      weigh(
        k: { ks.awayFromZero($0, $1, $2) }, r: { rs.awayFromZero($0, $1, $2) },
        b: { bs.signed($0, $1) * 4 })
    case .sparseSequence:
      let (feature, source) = (random.stream(7), random.stream(8))
      fill(
        x: { $2 == feature.below(inputSize, at: $0, $1) ? xs.awayFromZero($0, $1) * 2 : 0 },
        h: { hasH ? hs.awayFromZero($0, $1) : 0 }, c: { hasC ? cs.awayFromZero($0, $1) * 2 : 0 })
      weigh(
        k: { ks.awayFromZero($0, $1, $2) },
        r: { $0 == source.below(units, at: $1, $2) ? rs.awayFromZero($0, $1, $2) * 1.5 : 0 },
        b: hasBias ? { bs.signed($0, $1) } : nil)
    case .counter:
      // i, f, o at +-64 and a candidate of +-1: c counts whole steps, up or down; some units forget.
      let rises = random.below(2, at: 3) == 0
      fill(
        x: { rises || xs.below(2, at: $0, $1, $2) == 0 ? 1 : -1 }, h: { hasH ? hs.signed($0, $1) : 0 },
        c: {
          hasC
            ? Double(
              cs.below(2, at: $0, $1) == 0 ? 1 + cs.below(3, at: $0, $1, 1) : -1 - cs.below(3, at: $0, $1, 1))
            : 0
        })
      weigh(
        k: { feature, gate, unit in
          gate == 2 && feature == unit % inputSize ? (ks.below(2, at: unit) == 0 ? 64 : -64) : 0
        }, r: { _, _, _ in 0 },
        b: { gate, unit in gate == 2 ? 0 : gate == 1 && bs.below(5, at: unit) == 0 ? -64 : 64 })
    case .subnormalAlone: makeSubnormalAlone(place)
    default:
      let terms = Double(inputSize + units)
      let damping = 1 / terms.squareRoot()
      let isTamed = isUnbounded && regime != .huge
      let weight: Double =
        switch regime {
        case .denseExpansive: isTamed ? 1.5 * damping : 8 * damping
        case .saturated: isTamed ? damping : 60 * damping
        case .tiny: 0x1p-20 * damping
        default: isTamed ? 0.7 * damping : 2 * damping
        }
      let size = regime == .tiny ? 0x1p-12 : 2.0
      fill(
        x: { xs.signed($0, $1, $2) * size },
        h: { hasH ? hs.signed($0, $1) * min(size, 1) : 0 },
        c: { hasC ? cs.signed($0, $1) * size : 0 })
      weigh(
        k: { ks.awayFromZero($0, $1, $2) * weight }, r: { rs.awayFromZero($0, $1, $2) * weight },
        b: hasBias ? { bs.signed($0, $1) * biasSize } : nil)
    }
  }

  /// [rows, units].
  @inline(__always)
  private static func matrix(_ rows: Int, _ units: Int, _ value: (Int, Int) -> Double) -> [Scalar] {
    kernel(rows, units, gates: 1) { row, _, unit in value(row, unit) }
  }

  /// [rows, gates, units].
  @inline(__always)
  private static func kernel(
    _ rows: Int, _ units: Int, gates: Int = 4, _ value: (Int, Int, Int) -> Double
  ) -> [Scalar] {
    var elements: [Scalar] = []
    elements.reserveCapacity(rows * gates * units)
    for row in 0..<rows {
      for gate in 0..<gates {
        for unit in 0..<units { elements.append(Scalar(value(row, gate, unit))) }
      }
    }
    return elements
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
