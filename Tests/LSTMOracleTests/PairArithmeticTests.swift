import CLSTMOracle
import LSTMContract
import Testing

@testable import LSTMOracle

/// Sums, products and quotients of pairs of doubles, as the equations of a step take them, against exact arithmetic.
@Suite struct PairArithmeticTests {
  private typealias Pair = (high: Double, low: Double)

  /// Pairs of many magnitudes, in which the low part is at most half a unit in the last place of the high one.
  private static func pairs(_ seed: UInt64, exponents: Int = 60, count: Int = 500) -> [Pair] {
    var stream = TestStream(seed)
    return (0..<count).map { place in
      if place % 11 == 10 { return (0, 0) }
      let high =
        stream.number(1) * Double(sign: .plus, exponent: stream.below(2 * exponents + 1) - exponents, significand: 1)
      return (high, place % 5 == 4 ? 0 : stream.number(0.5) * high.ulp)
    }
  }

  private static func dyadic(_ pairs: [Pair]) -> [Dyadic] { pairs.map { Dyadic($0.high, $0.low) } }

  private static func read(_ columns: Columns) -> [Dyadic] {
    let result = columns.read()
    return zip(result.value, result.rest).map { Dyadic($0, $1) }
  }

  /// i, f, j and the previous c give c.
  private static func cell(_ i: [Pair], _ f: [Pair], _ j: [Pair], _ previous: [Pair]) -> [Dyadic] {
    let (i, f, j, previous) = (Columns(pairs: i), Columns(pairs: f), Columns(pairs: j), Columns(pairs: previous))
    let c = Columns(count: i.count)
    withExtendedLifetime((i, f, j, previous, c)) {
      withUnsafePointer(to: StepFunctions.exact(Double.referenceRoundoff)) {
        clstm_oracle_cell(
          $0, i.ranged.pointers, f.ranged.pointers, j.ranged.pointers, previous.ranged.pointers, i.count,
          c.ranged.pointers)
      }
    }
    return read(c)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func aProductIsGoodTo2ToTheMinus102(seed: UInt64) {
    let (o, t) = (Self.pairs(seed), Self.pairs(seed + 100))
    let (gate, squashed, h) = (Columns(pairs: o), Columns(pairs: t), Columns(count: o.count))
    withExtendedLifetime((gate, squashed, h)) {
      withUnsafePointer(to: StepFunctions.exact(Double.referenceRoundoff)) {
        clstm_oracle_hidden($0, gate.ranged.pointers, squashed.ranged.pointers, o.count, h.ranged.pointers)
      }
    }
    for (place, (product, factors)) in zip(Self.read(h), zip(Self.dyadic(o), Self.dyadic(t))).enumerated() {
      let exact = factors.0 * factors.1
      #expect((product - exact).magnitude <= exact.magnitude * Dyadic(0x1p-102), "\(o[place]) · \(t[place])")
    }
  }

  /// With gates of 1 the new cell state is a sum of two pairs.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func aSumIsGoodTo2ToTheMinus103OfItsTerms(seed: UInt64) {
    let (a, b) = (Self.pairs(seed, exponents: 9), Self.pairs(seed + 100, exponents: 9))
    let one = a.map { _ in Pair(1, 0) }
    let sums = Self.cell(one, one, a, b)
    for (place, (sum, terms)) in zip(sums, zip(Self.dyadic(a), Self.dyadic(b))).enumerated() {
      let size = terms.0.magnitude + terms.1.magnitude
      #expect((sum - (terms.0 + terms.1)).magnitude <= size * Dyadic(0x1p-103), "\(a[place]) + \(b[place])")
    }
    let zeros = Self.cell(one, one, a, a.map { (-$0.high, -$0.low) })
    #expect(zeros.allSatisfy { $0 == Dyadic(0) })
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func aCellStateIsGoodTo2ToTheMinus101OfItsTerms(seed: UInt64) {
    let arrays = (0..<4).map { Self.pairs(seed + 10 * $0, exponents: 20) }
    let exact = arrays.map(Self.dyadic)
    for (place, c) in Self.cell(arrays[0], arrays[1], arrays[2], arrays[3]).enumerated() {
      let (added, kept) = (exact[0][place] * exact[2][place], exact[1][place] * exact[3][place])
      let size = added.magnitude + kept.magnitude
      #expect((c - (added + kept)).magnitude <= size * Dyadic(0x1p-101), "element \(place)")
    }
  }

  /// z / divisor + 1/2, where it is not clipped: the quotient times the divisor gives z again.
  @Test(arguments: [(Activation.hardSigmoidFifth, 5.0), (.hardSigmoidSixth, 6)])
  func aQuotientIsGoodTo2ToTheMinus101(_ activation: Activation, divisor: Double) {
    let z = Self.pairs(9, exponents: 40, count: 2_000).filter { abs($0.high) < 2.25 }
    #expect(z.count > 800)
    let values = StepFunctions.activated(activation, pairs: z, Double.referenceRoundoff)
    for (place, (value, exact)) in zip(values, Self.dyadic(z)).enumerated() {
      let back = (value - Dyadic(0.5)) * Dyadic(divisor)
      #expect((back - exact).magnitude <= (exact.magnitude + Dyadic(divisor)) * Dyadic(0x1p-101), "\(z[place])")
    }
  }

  /// Terms that cancel but for their low parts.
  @Test(arguments: [1, 2, 7, 40, 401]) func aSumOfProductsIsGoodTo106BitsOfItsTerms(operands: Int) {
    var stream = TestStream(UInt64(operands))
    let columns = 5
    let values = Self.pairs(UInt64(operands) + 7, exponents: 20, count: operands)
    let kernel = (0..<operands * columns).map { _ in stream.number(1) }
    var (sum, low) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
    var magnitude = sum
    clstm_oracle_add_double(
      (0..<Int32(operands)).map { $0 }, values.map(\.high), values.map(\.low), operands, kernel, columns, &sum, &low,
      &magnitude)
    for column in 0..<columns {
      var (exact, size) = (Dyadic(0), Dyadic(0))
      for (k, value) in Self.dyadic(values).enumerated() {
        let product = value * Dyadic(kernel[k * columns + column])
        (exact, size) = (exact + product, size + product.magnitude)
      }
      let error = (Dyadic(sum[column], low[column]) - exact).magnitude
      #expect(error <= size * Dyadic(Double(operands * operands + 3) * 0x1p-104), "column \(column)")
      #expect((Dyadic(magnitude[column]) - size).magnitude <= size * Dyadic(Double(operands + 2) * 0x1p-53))
    }
  }
}
