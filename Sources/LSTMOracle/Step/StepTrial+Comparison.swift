internal import CLSTMOracle
internal import LSTMContract

extension StepTrial {
  /// R20: compares what was observed of some rows side by side with what is expected.
  ///
  /// - Returns: whether every value is known and lies within its radius.
  mutating func compare(_ expected: RangedColumns, _ part: AnswerPart, _ steps: ArraySlice<StepOfRow>) -> Bool {
    let count = steps.count * units
    let summary = clstm_oracle_compare(
      memory.observed, expected.pointers, count, Scalar.kind == .float, StepJudgement.leastForUlp, memory.errors)
    judgement.compared += summary.known
    judgement.parts[part].atSteps += summary.known
    judgement.parts[part].withinRadii += summary.known
    let (ratios, ulps) = (memory.errors.ratio, memory.errors.ulp)
    if summary.ratio > -1, summary.ratio >= judgement.largestRatio?.value ?? -1 {
      judgement.largestRatio = larger(judgement.largestRatio, summary.ratio, ratios, part, steps)
    }
    if summary.ulp > -1, summary.ulp >= judgement.largestUlp?.value ?? -1 {
      judgement.largestUlp = larger(judgement.largestUlp, summary.ulp, ulps, part, steps)
    }
    if !worst.isEmpty {
      for (place, step) in steps.enumerated() {
        for unit in 0..<units {
          worst[step.row * units + unit] = max(worst[step.row * units + unit], ratios[place * units + unit])
        }
      }
    }
    return summary.known == count && summary.outside == 0
  }

  /// The larger of two extremes; of equal ones that which comes first in processing order.
  private func larger(
    _ old: ExtremeError?, _ value: Double, _ values: UnsafeMutablePointer<Double>, _ part: AnswerPart,
    _ steps: ArraySlice<StepOfRow>
  ) -> ExtremeError? {
    var found = old
    for index in 0..<steps.count * units where values[index] == value {
      let place = place(index, part, steps)
      if let found, found.value == value,
        ElementPlace(row: found.row, step: found.step, part: found.part, unit: found.unit) <= place
      {
        continue
      }
      found = ExtremeError(value: value, part: part, step: place.step, row: place.row, unit: place.unit)
    }
    return found
  }

  /// The element that stands at an index of rows side by side.
  private func place(_ index: Int, _ part: AnswerPart, _ steps: ArraySlice<StepOfRow>) -> ElementPlace {
    let (number, unit) = index.quotientAndRemainder(dividingBy: units)
    let step = steps[steps.startIndex + number]
    return ElementPlace(
      row: step.row, step: part == .outputs ? step.step : nil, part: part, unit: prepared.units?[unit] ?? unit)
  }

  /// Notes what is wrong with the rows that were compared last, and counts what is not judged by a radius.
  ///
  /// - Parameters:
  ///   - expected: the values, those of the first row from `first` on.
  ///   - kinds: beside `expected`.
  mutating func note(
    _ expected: RangedColumns, from first: Int, _ kinds: [NonFiniteValue], _ part: AnswerPart,
    _ steps: ArraySlice<StepOfRow>, conflicts: Bool = false
  ) {
    let expected = expected.from(first)
    for index in 0..<steps.count * units {
      var fault = fault(index, expected, kinds[first + index], part)
      if fault == nil, conflicts, memory.conflicts[index] { fault = .conflict }
      guard let fault else { continue }
      let (place, actual) = (place(index, part, steps), memory.observed[index])
      let (value, radius) = fault.expectation ?? (expected.value[index], expected.radius[index])
      judgement.note(
        at: place,
        Discrepancy(
          part: part, step: place.step, row: place.row, unit: place.unit, expected: value, actual: actual,
          radius: radius, equation: part == .finalC ? .cellState : .hiddenState, detail: fault.detail))
    }
  }

  /// What is wrong with one value, where something is.
  private mutating func fault(
    _ index: Int, _ expected: RangedColumns, _ kind: NonFiniteValue, _ part: AnswerPart
  ) -> ElementFault? {
    let (actual, error) = (memory.observed[index], memory.errors.error[index])
    if expected.isKnown(index) { return error <= expected.radius[index] ? nil : .outside(error) }
    if kind != .none { judgement.parts[part].atSteps += 1 }
    switch kind {
    case .none:
      judgement.undecided += 1
      judgement.parts[part].undecided += 1
      return nil
    case .nan:
      judgement.comparedNonFinite += 1
      return actual.isNaN ? nil : .notNaN
    case .positiveInfinity, .negativeInfinity:
      judgement.comparedNonFinite += 1
      let infinity = kind.infinity ?? .nan
      return actual == infinity ? nil : .notInfinite(infinity)
    }
  }
}

/// What is wrong with one value.
private enum ElementFault {
  case outside(Double)
  case conflict
  case notNaN
  case notInfinite(Double)

  /// The value that is wanted and its radius, where the equations give no number.
  var expectation: (value: Double, radius: Double)? {
    switch self {
    case .outside, .conflict: nil
    case .notNaN: (.nan, 0)
    case .notInfinite(let infinity): (infinity, 0)
    }
  }

  var detail: String {
    switch self {
    case .outside(let error): error.isNaN ? "not finite" : "error \(error)"
    case .conflict: "no cell state allowed by E6 gives this h"
    case .notNaN: "NaN in every order of evaluation"
    case .notInfinite: "infinite in every order of evaluation"
    }
  }
}
