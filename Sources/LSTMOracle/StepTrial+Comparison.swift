internal import CLSTMOracle
internal import LSTMContract

extension StepTrial {
  /// R20: compares a row of values with what is expected.
  ///
  /// - Returns: whether every value is known and lies within its radius.
  mutating func compare(
    _ actual: UnsafeBufferPointer<Scalar>, _ expected: RangedColumns, _ part: AnswerPart, _ step: Int?, _ row: Int
  ) -> Bool {
    for unit in 0..<units { memory.observed[unit] = Double(actual[unit]) }
    let summary = clstm_oracle_compare(
      memory.observed, expected.pointers, units, Scalar.kind == .float, StepJudgement.leastForUlp, memory.errors)
    judgement.compared += summary.known
    let place = (part: part, step: step, row: row, units: units)
    Self.raise(&judgement.largestRatio, to: summary.ratio, memory.errors.ratio, place)
    Self.raise(&judgement.largestUlp, to: summary.ulp, memory.errors.ulp, place)
    return summary.known == units && summary.outside == 0
  }

  /// Notes what is wrong with the row that was compared last, and counts what is not judged by a radius.
  mutating func note(
    _ expected: RangedColumns, _ kinds: [NonFiniteValue], _ part: AnswerPart, _ step: Int?, _ row: Int,
    conflicts: Bool = false
  ) {
    for unit in 0..<units {
      let error = memory.errors.error[unit]
      var fault = fault(memory.observed[unit], error, expected, kinds[unit], unit)
      if fault == nil, conflicts, memory.conflicts[unit] {
        fault = (expected.value[unit], expected.radius[unit], "no cell state allowed by E6 gives this h")
      }
      guard let (value, radius, detail) = fault else { continue }
      judgement.note(
        Discrepancy(
          part: part, step: step, row: row, unit: unit, expected: value, actual: memory.observed[unit],
          radius: radius, equation: part == .finalC ? .cellState : .hiddenState, detail: detail))
    }
  }

  /// What is wrong with one value, where something is: the expected value, its radius, and a few words.
  private mutating func fault(
    _ actual: Double, _ error: Double, _ expected: RangedColumns, _ kind: NonFiniteValue, _ unit: Int
  ) -> (value: Double, radius: Double, detail: String)? {
    if expected.isKnown(unit) {
      let radius = expected.radius[unit]
      return error <= radius
        ? nil : (expected.value[unit], radius, error.isNaN ? "not finite" : "error \(error)")
    }
    switch kind {
    case .none:
      judgement.undecided += 1
      return nil
    case .nan:
      judgement.comparedNonFinite += 1
      return actual.isNaN ? nil : (.nan, 0, "NaN in every order of evaluation")
    case .positiveInfinity, .negativeInfinity:
      judgement.comparedNonFinite += 1
      let infinity = kind.infinity ?? .nan
      return actual == infinity ? nil : (infinity, 0, "infinite in every order of evaluation")
    }
  }

  private static func raise(
    _ extreme: inout ExtremeError?, to value: Double, _ values: UnsafeMutablePointer<Double>,
    _ place: (part: AnswerPart, step: Int?, row: Int, units: Int)
  ) {
    guard value > extreme?.value ?? -1, let unit = (0..<place.units).first(where: { values[$0] == value }) else {
      return
    }
    extreme = ExtremeError(value: value, part: place.part, step: place.step, row: place.row, unit: unit)
  }

  mutating func requireBits(
    _ array: [Scalar], _ state: Range<Int>, _ expected: UnsafeBufferPointer<Scalar>, _ part: AnswerPart, _ row: Int,
    _ equation: Equation, _ detail: String
  ) {
    array.withUnsafeBufferPointer {
      requireBits(UnsafeBufferPointer(rebasing: $0[state]), expected, part, nil, row, equation, detail)
    }
  }

  /// Bit for bit: -0 differs from +0, and any NaN equals any NaN.
  mutating func requireBits(
    _ actual: UnsafeBufferPointer<Scalar>, _ expected: UnsafeBufferPointer<Scalar>, _ part: AnswerPart, _ step: Int?,
    _ row: Int, _ equation: Equation, _ detail: @autoclosure () -> String
  ) {
    judgement.comparedBits += actual.count
    for unit in actual.indices {
      let (value, wanted) = (actual[unit], expected[unit])
      guard value.bits != wanted.bits, !(value.isNaN && wanted.isNaN) else { continue }
      judgement.note(
        Discrepancy(
          part: part, step: step, row: row, unit: unit, expected: Double(wanted), actual: Double(value), radius: 0,
          equation: equation, detail: detail()))
    }
  }
}
