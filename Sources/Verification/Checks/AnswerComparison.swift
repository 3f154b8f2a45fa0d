internal import LSTMContract
internal import LSTMOracle

/// Two answers to one problem, compared element by element.
struct AnswerComparison {
  /// Elements whose radii decide something.
  private(set) var decidable = 0
  /// Elements whose allowed distance exceeds the range of the value: held or not, they say nothing.
  private(set) var vacuous = 0
  /// Elements that the model does not decide.
  private(set) var undecided = 0
  /// The first element that differs.
  private(set) var first: Discrepancy?

  /// |actual - expected| <= radii * r + slack, where r is the end-to-end radius of the problem.
  ///
  /// What `actual` omits is passed over.
  ///
  /// - Parameters:
  ///   - radii: 2 where both sides are runs of a subject, 1 where `expected` is exact within `slack`.
  init<Scalar: LSTMScalar>(
    _ actual: LSTMAnswer<Scalar>, _ expected: (AnswerPart) -> [Double], slack: (AnswerPart) -> [Double]?,
    parts: [AnswerPart], problem: LSTMProblem<Scalar>, reference: ReferenceAnswer, radii: Double, detail: String
  ) {
    let options = problem.options
    let isBounded = options.tanhActivation.isBounded && options.sigmoidActivation.isBounded
    for part in parts where !actual.omitted.contains(part) {
      let (actual, expected, slack, reference) = (actual[part], expected(part), slack(part), reference[part])
      for place in actual.indices {
        let radius = reference.radius[place] * radii + (slack?[place] ?? 0)
        guard radius.isFinite else {
          undecided += 1
          continue
        }
        let range = part != .finalC && isBounded ? 2 : 2 * max(1, abs(reference.value[place]))
        guard radius < range else {
          vacuous += 1
          continue
        }
        decidable += 1
        let error = abs(Double(actual[place]) - expected[place])
        if !(error <= radius), first == nil {
          first = discrepancy(part, place, problem, expected[place], Double(actual[place]), radius, detail)
        }
      }
    }
  }

  /// Bit for bit; any NaN equals any NaN, -0 differs from +0. What either side omits is passed over.
  init<Scalar: LSTMScalar>(
    bitsOf actual: LSTMAnswer<Scalar>, _ expected: LSTMAnswer<Scalar>, parts: [AnswerPart],
    problem: LSTMProblem<Scalar>, detail: String
  ) {
    for part in parts where !actual.omitted.contains(part) && !expected.omitted.contains(part) {
      for (place, (value, wanted)) in zip(actual[part], expected[part]).enumerated() {
        decidable += 1
        guard !value.hasSameBits(as: wanted), first == nil else { continue }
        first = discrepancy(part, place, problem, Double(wanted), Double(value), 0, detail)
      }
    }
  }
}

/// The discrepancy at a flat position of an array of the answer.
private func discrepancy<Scalar: LSTMScalar>(
  _ part: AnswerPart, _ place: Int, _ problem: LSTMProblem<Scalar>, _ expected: Double, _ actual: Double,
  _ radius: Double, _ detail: String
) -> Discrepancy {
  let (units, steps) = (problem.shape.units, problem.shape.timeSteps)
  var (step, row): (Int?, Int) = (nil, place / units)
  if part == .outputs {
    let index: Int
    (index, row) = problem.options.layout.timeAndRow(at: row, in: problem.shape)
    let isTurned = problem.options.goBackwards && problem.options.outputOrder == .aligned
    step = isTurned ? steps - 1 - index : index
  }
  return Discrepancy(
    part: part, step: step, row: row, unit: place % units, expected: expected, actual: actual, radius: radius,
    equation: part.equation, detail: detail)
}

extension AnswerPart {
  /// The equation that defines the array.
  var equation: Equation {
    switch self {
    case .lastOutput: .lastOutput
    case .outputs: .hiddenState
    case .finalH: .finalState
    case .finalC: .cellState
    }
  }
}
