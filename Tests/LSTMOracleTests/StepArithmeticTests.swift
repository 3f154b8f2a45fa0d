import CLSTMOracle
import Foundation
import LSTMContract
import Testing

@testable import LSTMOracle

#if arch(x86_64)
  /// The arithmetic of one step over arrays, against Float80.
  @Suite struct StepArithmeticTests {
    /// u_r under a Double subject and under a Float one: in pairs of doubles, and in doubles.
    private static let references = [Double.referenceRoundoff, Float.referenceRoundoff]

    /// No error of evaluation but the reference's own.
    private static func exact(_ reference: Double) -> clstm_oracle_model {
      var model = ArithmeticModel(scalar: .double, activationUnits: 0)
      model.smallestNormal = 0
      return RadiusModel(model, referenceRoundoff: reference).constants
    }

    private static let values: [Double] =
      [0, 1e-300, 0x1p-60, 1e-9, 0.01, 0.3, 0.34657, 0.35, 0.7, 1, 2.5, 4, 9, 20, 35, 80, 400, 699, 701, 745, 800]
      .flatMap { [$0, -$0] }

    private static func activated(
      _ activation: Activation, _ arguments: [(value: Double, radius: Double)], _ reference: Double
    ) -> (value: [Double], rest: [Double], radius: [Double]) {
      let (columns, result) = (Columns(arguments), Columns(count: arguments.count))
      withExtendedLifetime((columns, result)) {
        withUnsafePointer(to: exact(reference)) {
          clstm_oracle_activate(
            $0, activation.oracleCode, columns.ranged.pointers, arguments.count, result.ranged.pointers)
        }
      }
      return result.read()
    }

    private static func narrowed(
      _ reference: Double, _ c: [(Double, Double)], o: [(Double, Double)], h: [(Double, Double)], observed: [Double]
    ) -> (c: [(centre: Double, radius: Double)], conflicts: [Bool]) {
      let model = RadiusModel(ArithmeticModel(scalar: .double), referenceRoundoff: reference).constants
      let (c, o, h, shown) = (Columns(c), Columns(o), Columns(h), Columns(observed.map { ($0, 0) }))
      var conflicts = [Bool](repeating: false, count: wholeLanes(observed.count))
      let found = withExtendedLifetime((c, o, h, shown)) {
        withUnsafePointer(to: model) {
          clstm_oracle_narrow(
            $0, shown.ranged.value, h.ranged.pointers, o.ranged.pointers, observed.count, c.ranged.pointers, &conflicts)
        }
      }
      #expect(found == conflicts.count { $0 })
      let narrowed = c.read()
      return (zip(narrowed.value, narrowed.radius).map { ($0, $1) }, Array(conflicts.prefix(observed.count)))
    }

    private static func wide(_ activation: Activation, _ z: Float80) -> Float80 {
      activation == .tanh ? tanhl(z) : 1 / (1 + expl(-z))
    }

    @Test(arguments: [Activation.sigmoid, .tanh], references)
    func anActivationIsAsGoodAsTheReferenceMustBe(_ activation: Activation, reference: Double) {
      let result = Self.activated(activation, Self.values.map { ($0, 0) }, reference)
      for (place, z) in Self.values.enumerated() {
        let exact = Self.wide(activation, Float80(z))
        let gap = (Float80(result.value[place]) - exact) + Float80(result.rest[place])
        #expect(
          abs(gap) <= abs(exact) * Float80(8 * reference) + Float80(Double.leastNonzeroMagnitude), "\(activation)(\(z))"
        )
      }
    }

    @Test(arguments: [Activation.sigmoid, .tanh], [0, 1e-20, 1e-12, 1e-6, 0.01, 1, 20, 36.5, 900])
    func theRangeIsTheSupremumOfTheChange(_ activation: Activation, d: Double) {
      let result = Self.activated(activation, Self.values.map { ($0, d) }, Double.referenceRoundoff)
      for (place, z) in Self.values.enumerated() {
        let centre = Self.wide(activation, Float80(z))
        let up = Self.wide(activation, Float80(z) + Float80(d)) - centre
        let down = centre - Self.wide(activation, Float80(z) - Float80(d))
        let supremum = Double(max(up, down)), range = result.radius[place] - 8 * Double.referenceRoundoff
        #expect(range >= supremum * (1 - 1e-9) - 1e-18, "\(activation)(\(z) +- \(d))")
        #expect(range <= supremum * (1 + 1e-9) + 1e-18, "\(activation)(\(z) +- \(d))")
      }
    }

    @Test(arguments: Activation.allCases) func whatIsNotDecidedStaysSo(_ activation: Activation) {
      let result = Self.activated(activation, [(0.5, .nan), (.nan, .nan), (3, 0.1)], Double.referenceRoundoff)
      #expect(result.radius.map(\.isNaN) == [true, true, false])
    }

    @Test(arguments: [1e-6, 0.2, 0.999], references)
    func aNarrowedIntervalHoldsTheCellStateThatWasShownAndIsAsNarrowAsTheErrorsAllow(gate: Double, reference: Double) {
      let states = [1e-12, 0.001, 0.1, 0.5, 1, 2, 5, 12, -0.3, -1, -8]
      let observed = states.map { Double(Float80(gate) * tanhl(Float80($0))) }
      let result = Self.narrowed(
        reference, states.map { ($0, 0.25) }, o: states.map { _ in (gate, 0x1p-50) }, h: observed.map { ($0, 0x1p-48) },
        observed: observed)
      #expect(!result.conflicts.contains(true))
      for (state, c) in zip(states, result.c) {
        #expect(abs(state - c.centre) <= c.radius, "c \(state)")
        // The class of tanh, the rounding of h and the radius of o, seen through the slope of tanh.
        let slope = Double(1 - tanhl(Float80(state)) * tanhl(Float80(state)))
        let open = (8 * 0x1p-53 + 16 * reference + 0x1p-50 / gate) / slope
        #expect(c.radius <= min(0.2500001, 1.5 * open + 0x1p-52 + 16 * reference), "c \(state): \(c.radius), \(open)")
      }
    }

    /// tanh may exceed 1 within its class: then the least that it can have been is 1 less half an ulp of double.
    @Test func aTanhAboveOneWithinItsClassIsNoConflict() {
      let model = RadiusModel(ArithmeticModel(scalar: .double), referenceRoundoff: Double.referenceRoundoff).constants
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

    @Test(arguments: references) func aHiddenStateThatNoCellStateExplainsIsAConflict(reference: Double) {
      // c in [0.9, 1.1] and o = 0.5 give at most 0.5 tanh(1.1) = 0.40. What lies outside the radius of h is judged
      // elsewhere.
      let observed = [0.45, 0.5 * tanh(1.05), -0.1, 0.7]
      let result = Self.narrowed(
        reference, observed.map { _ in (1, 0.1) }, o: observed.map { _ in (0.5, 0x1p-50) },
        h: observed.map { _ in (0.2, 0.31) },
        observed: observed)
      #expect(result.conflicts == [true, false, true, false])
    }
  }
#endif
