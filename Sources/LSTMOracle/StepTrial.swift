internal import LSTMContract

/// The step oracle (R21): follows the subject's own h from step to step, and c as an interval.
struct StepTrial<Scalar: OracleScalar, Wide: WideReal> {
  let prepared: PreparedProblem<Scalar, Wide>
  let radii: RadiusModel
  let answer: LSTMAnswer<Scalar>
  private let scratch: RowTable
  private let operands: Operands
  private var judgement = StepJudgement()

  init(
    _ prepared: PreparedProblem<Scalar, Wide>, _ answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel,
    _ tier: RadiusTier
  ) {
    self.prepared = prepared
    self.answer = answer
    radii = RadiusModel(model, tier: tier)
    scratch = RowTable(rows: 1, columns: 4 * prepared.problem.shape.units)
    operands = Operands(capacity: prepared.problem.shape.units)
  }

  /// Every element of the answer, judged.
  mutating func judged() -> StepJudgement {
    for row in 0..<prepared.problem.shape.batch { judge(row: row) }
    return judgement
  }

  private mutating func judge(row: Int) {
    let (problem, walk) = (prepared.problem, prepared.walk)
    let (steps, units) = (problem.shape.timeSteps, problem.shape.units)
    let state = row * units..<(row + 1) * units
    // h*, the subject's own hidden state, and the c-interval.
    var h = Array(problem.initialH.elements[state])
    var c = problem.initialC.elements[state].map { Self.exact($0) }
    var previousOutput = [Scalar](repeating: 0, count: units)
    var used = false
    let isEmpty = !(0..<steps).contains { walk.isUsed(step: $0, row: row) }
    for step in 0..<steps {
      let start = walk.outputPosition(step: step, row: row) * units
      let output = Array(answer.outputs[start..<start + units])
      if walk.isUsed(step: step, row: row) {
        used = true
        advance(&c, h, output, step, row)
        h = output
      } else {
        let expected = problem.options.zeroOutputForMask ? [Scalar](repeating: 0, count: units) : previousOutput
        let detail =
          problem.options.zeroOutputForMask
          ? "the output of a masked step is 0"
          : used ? "a masked step repeats the output before it" : "before the first step that counts the output is 0"
        requireBits(output, expected, .outputs, step, row, isEmpty ? .maskedRow : .maskedOutput, detail)
      }
      previousOutput = output
    }
    requireBits(
      Array(answer.lastOutput[state]), previousOutput, .lastOutput, nil, row, .lastOutput,
      "last_output is the output of the last processing step")
    requireBits(
      Array(answer.finalH[state]), h, .finalH, nil, row, used ? .finalState : .maskedRow,
      "state_0 is h after the last step that is not masked")
    if used {
      for unit in 0..<units {
        judge(answer.finalC[row * units + unit], against: c[unit], .finalC, nil, row, unit, .cellState)
      }
    } else {
      requireBits(
        Array(answer.finalC[state]), Array(problem.initialC.elements[state]), .finalC, nil, row, .maskedRow,
        "state_1 is c0 where no step counts")
    }
  }

  /// E1 to E7 of one step from h*: judges the output and advances the c-interval.
  private mutating func advance(
    _ c: inout [Tracked<Wide>], _ h: [Scalar], _ output: [Scalar], _ step: Int, _ row: Int
  ) {
    let problem = prepared.problem
    let units = problem.shape.units
    let index = step * problem.shape.batch + row
    scratch.copy(index, of: prepared.inputProducts, to: 0)
    let products = scratch[0]
    var nonFinite = prepared.inputNonFinite(index)
    addHidden(h, to: products, &nonFinite)
    let options = problem.options
    for unit in 0..<units {
      let next = radii.step(products, nonFinite, unit, options, previous: c[unit])
      c[unit] = next.c
      let expected = next.h
      let observed = output[unit]
      judge(observed, against: expected, .outputs, step, row, unit, .hiddenState)
      guard options.tanhActivation == .tanh, observed.isFinite, case .known(let o) = next.o,
        case .known(let interval) = c[unit],
        case .known(let h) = expected, Double(abs(Wide(observed) - h.value)) <= h.radius
      else { continue }
      if let narrowed = radii.narrowed(interval, byObserved: Wide(observed), outputGate: o) {
        c[unit] = .known(narrowed)
      } else {
        judgement.note(
          Discrepancy(
            part: .outputs, step: step, row: row, unit: unit, expected: Double(h.value), actual: Double(observed),
            radius: h.radius, equation: .hiddenState, detail: "no cell state allowed by E6 gives this h"))
      }
    }
  }

  private func addHidden(_ h: [Scalar], to products: RowProducts, _ nonFinite: inout [NonFiniteTerms]) {
    let (stored, kernel) = (radii.model.storageRoundoffH, prepared.hiddenKernel)
    h.withUnsafeBufferPointer { values in
      operands.take(values)
      products.add(operands, kernel: kernel, countsSubnormals: radii.model.denormalsAreZero)
      if stored > 0 {
        let uncertainty = values.map { $0.isFinite ? stored * abs(Double($0)) + radii.underflow : 0 }
        uncertainty.withUnsafeBufferPointer { products.inherit($0, from: kernel) { values[$0] == 0 } }
      }
      guard !kernel.isFinite || operands.hasNonFinite else { return }
      if nonFinite.isEmpty { nonFinite = Array(repeating: [], count: kernel.columns) }
      NonFiniteTerms.insert(values, kernel, into: &nonFinite)
    }
  }

  private static func exact(_ value: Scalar) -> Tracked<Wide> {
    if value.isNaN { return .nan }
    return value.isFinite ? .known(Ranged(value: Wide(value), radius: 0)) : .infinite(value.sign)
  }
}

extension StepTrial {
  /// R20, and the rules for values that are not finite.
  private mutating func judge(
    _ actual: Scalar, against expected: Tracked<Wide>, _ part: AnswerPart, _ step: Int?, _ row: Int, _ unit: Int,
    _ equation: Equation
  ) {
    func discrepancy(_ value: Double, _ radius: Double, _ detail: String) -> Discrepancy {
      Discrepancy(
        part: part, step: step, row: row, unit: unit, expected: value, actual: Double(actual), radius: radius,
        equation: equation, detail: detail)
    }
    switch expected {
    case .undecided: judgement.undecided += 1
    case .nan:
      judgement.comparedNonFinite += 1
      if !actual.isNaN { judgement.note(discrepancy(.nan, 0, "NaN in every order of evaluation")) }
    case .infinite(let sign):
      judgement.comparedNonFinite += 1
      let value = sign == .plus ? Double.infinity : -.infinity
      if Double(actual) != value { judgement.note(discrepancy(value, 0, "infinite in every order of evaluation")) }
    case .known(let known):
      judgement.compared += 1
      let error = Double(abs(Wide(actual) - known.value))
      guard error <= known.radius else {
        return judgement.note(
          discrepancy(Double(known.value), known.radius, error.isNaN ? "not finite" : "error \(error)"))
      }
      let ratio = error > 0 ? error / known.radius : 0
      if ratio > judgement.largestRatio?.value ?? -1 {
        judgement.largestRatio = ExtremeError(value: ratio, part: part, step: step, row: row, unit: unit)
      }
      // Near 0 the error is absolute and ulps say nothing.
      guard abs(known.value) >= Wide(StepJudgement.leastForUlp) else { return }
      let ulp = error / Double(Scalar(known.value).ulp)
      if ulp > judgement.largestUlp?.value ?? -1 {
        judgement.largestUlp = ExtremeError(value: ulp, part: part, step: step, row: row, unit: unit)
      }
    }
  }

  /// Bit for bit: -0 differs from +0, and any NaN equals any NaN.
  private mutating func requireBits(
    _ actual: [Scalar], _ expected: [Scalar], _ part: AnswerPart, _ step: Int?, _ row: Int, _ equation: Equation,
    _ detail: String
  ) {
    for unit in actual.indices {
      judgement.comparedBits += 1
      let (value, wanted) = (actual[unit], expected[unit])
      guard value.bits != wanted.bits, !(value.isNaN && wanted.isNaN) else { continue }
      judgement.note(
        Discrepancy(
          part: part, step: step, row: row, unit: unit, expected: Double(wanted), actual: Double(value), radius: 0,
          equation: equation, detail: detail))
    }
  }
}
