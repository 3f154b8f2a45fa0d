import CLSTMOracle
import LSTMContract
import Testing

@testable import LSTMOracle

/// The functions of one step over arrays, called with arrays of their own.
enum StepFunctions {
  /// u_r under a Double subject and under a Float one: in pairs of doubles, and in doubles.
  static let references = [Double.referenceRoundoff, Float.referenceRoundoff]

  /// No error of evaluation but the reference's own.
  static func exact(_ reference: Double) -> clstm_oracle_model {
    var model = ArithmeticModel(scalar: .double, activationUnits: 0)
    model.smallestNormal = 0
    return RadiusModel(model, referenceRoundoff: reference).constants
  }

  /// The activations of values with their radii.
  static func activated(
    _ activation: Activation, _ arguments: [(value: Double, radius: Double)], _ reference: Double
  ) -> (value: [Double], rest: [Double], radius: [Double]) {
    activated(activation, Columns(arguments), reference)
  }

  /// The activations of pairs of doubles, exactly as they come.
  static func activated(
    _ activation: Activation, pairs: [(high: Double, low: Double)], _ reference: Double
  ) -> [Dyadic] {
    let result = activated(activation, Columns(pairs: pairs), reference)
    return zip(result.value, result.rest).map { Dyadic($0, $1) }
  }

  private static func activated(
    _ activation: Activation, _ columns: Columns, _ reference: Double
  ) -> (value: [Double], rest: [Double], radius: [Double]) {
    let result = Columns(count: columns.count)
    withExtendedLifetime((columns, result)) {
      withUnsafePointer(to: exact(reference)) {
        clstm_oracle_activate(
          $0, activation.oracleCode, columns.ranged.pointers, columns.count, result.ranged.pointers)
      }
    }
    return result.read()
  }

  /// The cell states after they were narrowed by the hidden states that were observed.
  static func narrowed(
    _ model: clstm_oracle_model, _ c: [(Double, Double)], o: [(Double, Double)], h: [(Double, Double)],
    observed: [Double]
  ) -> (c: [(centre: Double, rest: Double, radius: Double)], conflicts: [Bool]) {
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
    return (
      observed.indices.map { (narrowed.value[$0], narrowed.rest[$0], narrowed.radius[$0]) },
      Array(conflicts.prefix(observed.count))
    )
  }
}
