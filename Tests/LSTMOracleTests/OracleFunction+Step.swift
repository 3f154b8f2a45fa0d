import CLSTMOracle
import LSTMContract

@testable import LSTMOracle

extension OracleFunction {
  /// The equations of a step: what they write has room for whole lanes, and so has what they read.
  static let step: [OracleFunction] =
    models.flatMap { references, model in
      [
        OracleFunction("clstm_oracle_preactivation", by: "elements, \(references)") { count, arrays in
          sums(count, room: wholeLanes(count), arrays) { sums in
            withUnsafePointer(to: model) { clstm_oracle_preactivation($0, sums, count, arrays.changed(count)) }
          }
        },
        OracleFunction("clstm_oracle_cell", by: "elements, \(references)") { count, arrays in
          let (i, f, j) = (arrays.ranged(count), arrays.ranged(count), arrays.ranged(count))
          withUnsafePointer(to: model) {
            clstm_oracle_cell($0, i, f, j, arrays.ranged(count), count, arrays.changed(count))
          }
        },
        OracleFunction("clstm_oracle_cell", by: "elements in place, \(references)") { count, arrays in
          let (i, f, j) = (arrays.ranged(count), arrays.ranged(count), arrays.ranged(count))
          let c = arrays.changed(count)
          withUnsafePointer(to: model) { clstm_oracle_cell($0, i, f, j, c, count, c) }
        },
        OracleFunction("clstm_oracle_hidden", by: "elements, \(references)") { count, arrays in
          let (o, t) = (arrays.ranged(count), arrays.ranged(count))
          withUnsafePointer(to: model) { clstm_oracle_hidden($0, o, t, count, arrays.changed(count)) }
        },
        OracleFunction("clstm_oracle_narrow", by: "elements, \(references)") { count, arrays in
          let gate = clstm_oracle_ranged(
            value: arrays.input([Double](repeating: 0.9, count: count), room: wholeLanes(count)),
            rest: arrays.input([Double](repeating: 0, count: count), room: wholeLanes(count)),
            radius: arrays.input([Double](repeating: 0x1p-50, count: count), room: wholeLanes(count)))
          let h = arrays.ranged(count)
          let observed = arrays.input(GuardedCall.numbers(count), room: wholeLanes(count))
          let c = arrays.changed(count, radius: 0.5)
          let conflicts = arrays.output([Bool](repeating: false, count: count), room: wholeLanes(count))
          withUnsafePointer(to: model) {
            arrays.returned(clstm_oracle_narrow($0, observed, h, gate, count, c, conflicts))
          }
        },
      ] + activations(model, references)
    } + [place] + comparisons

  /// In pairs of doubles, and in doubles.
  private static let models = [
    ("in pairs", Double.referenceRoundoff, ScalarKind.double), ("in doubles", Float.referenceRoundoff, .float),
  ].map { ($0, RadiusModel(ArithmeticModel(scalar: $2), referenceRoundoff: $1).constants) }

  private static func activations(_ model: clstm_oracle_model, _ references: String) -> [OracleFunction] {
    Activation.allCases.map { activation in
      OracleFunction("clstm_oracle_activate", by: "elements, \(activation) \(references)") { count, arrays in
        let z = arrays.ranged(count, scale: 8)
        withUnsafePointer(to: model) {
          clstm_oracle_activate($0, activation.oracleCode, z, count, arrays.changed(count))
        }
      }
    }
  }

  private static let comparisons = [false, true].map { isFloat in
    OracleFunction("clstm_oracle_compare", by: "elements of a row of \(isFloat ? "floats" : "doubles")") {
      count, arrays in
      let observed = arrays.input(GuardedCall.numbers(count), room: wholeLanes(count))
      let expected = arrays.ranged(count)
      func errors() -> UnsafeMutablePointer<Double> {
        arrays.output(GuardedCall.numbers(count), room: wholeLanes(count))
      }
      arrays.returned(
        clstm_oracle_compare(
          observed, expected, count, isFloat, 0x1p-20,
          clstm_oracle_errors(error: errors(), ratio: errors(), ulp: errors())))
    }
  }

  /// Four gates of `count` units each, which are put behind the 3 units of another row and in front of 2 more.
  private static let place = OracleFunction("clstm_oracle_place", by: "units") { count, arrays in
    let (first, width) = (3, count + 5)
    let gates = (0..<4).map { $0 * width + first..<$0 * width + first + count }
    func side<Number: BitwiseCopyable>(_ number: Number, isWritten: Bool = true) -> UnsafeMutablePointer<Number> {
      let written = isWritten ? gates : []
      return arrays.output(
        [Number](repeating: number, count: 4 * width), room: 4 * width, writable: written, results: written)
    }
    for (hasLow, hasInherited, hasPartners) in [(true, true, true), (true, false, false), (false, true, false)] {
      var room = clstm_oracle_room(
        sum: side(0.5), low: side(0.5, isWritten: hasLow), magnitude: side(0.5),
        inherited: side(0.5, isWritten: hasInherited), subnormal_partners: side(0.5, isWritten: hasPartners),
        terms: side(7), lowest_bit: side(7))
      sums(4 * count, room: 4 * count, arrays) {
        clstm_oracle_place($0, count, first, width, hasLow, hasInherited, hasPartners, &room)
      }
    }
  }

  /// Sums of products that a call only reads.
  private static func sums(
    _ count: Int, room: Int, _ arrays: GuardedCall, _ body: (UnsafePointer<clstm_oracle_sums>) -> Void
  ) {
    let numbers = GuardedCall.numbers(count)
    let sums = clstm_oracle_sums(
      sum: arrays.input(numbers, room: room), low: arrays.input(numbers.map { $0 * 0x1p-55 }, room: room),
      magnitude: arrays.input(numbers.map { abs($0) * 3 }, room: room),
      inherited: arrays.input(numbers.map { abs($0) * 0x1p-50 }, room: room),
      subnormal_partners: arrays.input(numbers.map(abs), room: room),
      terms: arrays.input((0..<count).map { Int32($0 % 5) }, room: room),
      lowest_bit: arrays.input((0..<count).map { -Int32($0 % 90) }, room: room))
    withUnsafePointer(to: sums, body)
  }
}
