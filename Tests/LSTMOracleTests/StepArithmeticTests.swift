import CLSTMOracle
import Foundation
import LSTMContract
import Testing

@testable import LSTMOracle

/// The radii of one step over arrays, and what they decide.
@Suite struct StepArithmeticTests {
  private static func double(_ reference: Double) -> clstm_oracle_model {
    RadiusModel(ArithmeticModel(scalar: .double), referenceRoundoff: reference).constants
  }

  private static let values: [Double] =
    [0, 1e-300, 0x1p-60, 1e-9, 0.01, 0.3, 0.34657, 0.35, 0.7, 1, 2.5, 4, 9, 20, 35, 80, 400, 699, 701, 745, 800]
    .flatMap { [$0, -$0] }

  @Test(arguments: [Activation.sigmoid, .tanh], [0, 1e-20, 1e-12, 1e-6, 0.01, 1, 20, 36.5, 900])
  func theRangeIsTheSupremumOfTheChange(_ activation: Activation, d: Double) {
    let reference = Double.referenceRoundoff
    let radii = StepFunctions.activated(activation, Self.values.map { ($0, d) }, reference).radius
    let centres = StepFunctions.activated(activation, pairs: Self.values.map { ($0, 0) }, reference)
    let above = StepFunctions.activated(activation, pairs: Self.values.map { Self.exactSum($0, d) }, reference)
    let below = StepFunctions.activated(activation, pairs: Self.values.map { Self.exactSum($0, -d) }, reference)
    let (margin, least) = (Dyadic(1e-9), Dyadic(1e-18))
    for (place, z) in Self.values.enumerated() {
      let supremum = max(above[place] - centres[place], centres[place] - below[place])
      let range = Dyadic(radii[place]) - Dyadic(8 * reference)
      #expect((range - supremum).magnitude <= supremum * margin + least, "\(activation)(\(z) +- \(d))")
    }
  }

  /// a + b, exactly (Knuth).
  private static func exactSum(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
    let sum = a + b, part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  @Test(arguments: Activation.allCases) func whatIsNotDecidedStaysSo(_ activation: Activation) {
    let result = StepFunctions.activated(activation, [(0.5, .nan), (.nan, .nan), (3, 0.1)], Double.referenceRoundoff)
    #expect(result.radius.map(\.isNaN) == [true, true, false])
  }

  @Test(arguments: [1e-6, 0.2, 0.999], StepFunctions.references)
  func aNarrowedIntervalHoldsTheCellStateThatWasShownAndIsAsNarrowAsTheErrorsAllow(gate: Double, reference: Double) {
    let states = [1e-12, 0.001, 0.1, 0.5, 1, 2, 5, 12, -0.3, -1, -8]
    let observed = states.map { gate * tanh($0) }
    let result = StepFunctions.narrowed(
      Self.double(reference), states.map { ($0, 0.25) }, o: states.map { _ in (gate, 0x1p-50) },
      h: observed.map { ($0, 0x1p-48) },
      observed: observed)
    #expect(!result.conflicts.contains(true))
    for (state, c) in zip(states, result.c) {
      #expect(abs(state - c.centre) <= c.radius, "c \(state)")
      // The class of tanh, the rounding of h and the radius of o, seen through the slope of tanh.
      let slope = 1 / (cosh(state) * cosh(state))
      let open = (8 * 0x1p-53 + 16 * reference + 0x1p-50 / gate) / slope
      #expect(c.radius <= min(0.2500001, 1.5 * open + 0x1p-52 + 16 * reference), "c \(state): \(c.radius), \(open)")
    }
  }

  /// tanh may exceed 1 within its class: then the least that it can have been is 1 less half an ulp of double.
  @Test func aTanhAboveOneWithinItsClassIsNoConflict() {
    let model = Self.double(Double.referenceRoundoff)
    let (c, h) = (Columns([(40, 1)]), Columns([(0x1.81167351fd732p-1, 1e-3)]))
    let o = Columns([(0x1.81167351fd732p-1, 6 * 0x1p-53 + 0x1p-61 + 0x1p-1074)])
    let shown = Columns([(0x1.81167351fd73dp-1, 0)])
    var conflicts = [Bool](repeating: false, count: wholeLanes(1))
    let found = withExtendedLifetime((c, o, h, shown)) {
      o.ranged.rest[0] = 1.970396751155519e-18
      return withUnsafePointer(to: model) {
        clstm_oracle_narrow(
          $0, shown.ranged.value, h.ranged.pointers, o.ranged.pointers, 1, c.ranged.pointers, &conflicts)
      }
    }
    #expect(found == 0)
  }

  @Test func whatLiesBeyondTheCountOfARowDecidesNothing() {
    func summary(_ garbage: Double) -> (known: Int, outside: Int, ratio: Double, ulp: Double) {
      let (observed, expected) = (Columns([(1, 0), (2, 0)]), Columns([(1.5, 1), (2, 0.1)]))
      let (error, others) = (Columns(count: 2), Columns(count: 2))
      return withExtendedLifetime((observed, expected, error, others)) {
        for place in 2..<wholeLanes(2) {
          observed.ranged.value[place] = garbage
          expected.ranged.set(place, value: -garbage, radius: 0x1p-3)
        }
        let found = clstm_oracle_compare(
          observed.ranged.value, expected.ranged.pointers, 2, false, StepJudgement.leastForUlp,
          clstm_oracle_errors(error: error.ranged.value, ratio: error.ranged.rest, ulp: others.ranged.value))
        return (found.known, found.outside, found.ratio, found.ulp)
      }
    }
    for garbage in [Double.nan, 1e308, .infinity, 0] { #expect(summary(garbage) == (2, 0, 0.5, 0.5 / 0x1p-52)) }
  }

  @Test(arguments: StepFunctions.references) func aHiddenStateThatNoCellStateExplainsIsAConflict(reference: Double) {
    // c in [0.9, 1.1] and o = 0.5 give at most 0.5 tanh(1.1) = 0.40. What lies outside the radius of h is judged
    // elsewhere.
    let observed = [0.45, 0.5 * tanh(1.05), -0.1, 0.7]
    let result = StepFunctions.narrowed(
      Self.double(reference), observed.map { _ in (1, 0.1) }, o: observed.map { _ in (0.5, 0x1p-50) },
      h: observed.map { _ in (0.2, 0.31) },
      observed: observed)
    #expect(result.conflicts == [true, false, true, false])
  }
}
