internal import CLSTMOracle
internal import LSTMContract

/// The step oracle (R21): follows the subject's own h from step to step, and c as an interval.
struct StepTrial<Scalar: OracleScalar> {
  private let prepared: PreparedProblem<Scalar>
  private let radii: RadiusModel
  private let answer: LSTMAnswer<Scalar>
  private let scratch: RowTable
  private let operands: Operands
  private let memory: StepMemory
  private let units: Int
  private let zeros: [Scalar]
  private var judgement = StepJudgement()

  init(
    _ prepared: PreparedProblem<Scalar>, _ answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier
  ) {
    self.prepared = prepared
    self.answer = answer
    radii = RadiusModel(model, tier: tier, referenceRoundoff: Scalar.referenceRoundoff)
    units = prepared.problem.shape.units
    scratch = RowTable(rows: 1, columns: 4 * units)
    operands = Operands(capacity: units)
    memory = StepMemory(units: units)
    zeros = Array(repeating: 0, count: units)
  }

  /// Every element of the answer, judged.
  mutating func judged() -> StepJudgement {
    let (problem, answer, zeros) = (prepared.problem, answer, zeros)
    answer.outputs.withUnsafeBufferPointer { outputs in
      for row in 0..<problem.shape.batch {
        let state = row * units..<(row + 1) * units
        problem.initialH.elements.withUnsafeBufferPointer { initialH in
          zeros.withUnsafeBufferPointer { zeros in
            judge(row, outputs, h0: UnsafeBufferPointer(rebasing: initialH[state]), zeros: zeros)
          }
        }
      }
    }
    return judgement
  }

  private mutating func judge(
    _ row: Int, _ outputs: UnsafeBufferPointer<Scalar>, h0: UnsafeBufferPointer<Scalar>,
    zeros: UnsafeBufferPointer<Scalar>
  ) {
    let (problem, walk) = (prepared.problem, prepared.walk)
    let steps = problem.shape.timeSteps
    let state = row * units..<(row + 1) * units
    problem.initialC.elements.withUnsafeBufferPointer {
      if let first = $0.baseAddress { memory.begin(c0: first + state.lowerBound) }
    }
    // h*, the subject's own hidden state.
    var h = h0
    var previousOutput = zeros
    var used = false
    let isEmpty = !(0..<steps).contains { walk.isUsed(step: $0, row: row) }
    for step in 0..<steps {
      let start = walk.outputPosition(step: step, row: row) * units
      let output = UnsafeBufferPointer(rebasing: outputs[start..<start + units])
      if walk.isUsed(step: step, row: row) {
        used = true
        advance(h, output, step, row)
        h = output
      } else {
        requireBits(
          output, problem.options.zeroOutputForMask ? zeros : previousOutput, .outputs, step, row,
          isEmpty ? .maskedRow : .maskedOutput,
          problem.options.zeroOutputForMask
            ? "the output of a masked step is 0"
            : used ? "a masked step repeats the output before it" : "before the first step that counts the output is 0")
      }
      previousOutput = output
    }
    requireBits(
      answer.lastOutput, state, previousOutput, .lastOutput, row, .lastOutput,
      "last_output is the output of the last processing step")
    requireBits(
      answer.finalH, state, h, .finalH, row, used ? .finalState : .maskedRow,
      "state_0 is h after the last step that is not masked")
    if used {
      answer.finalC.withUnsafeBufferPointer {
        if !compare(UnsafeBufferPointer(rebasing: $0[state]), memory.c, .finalC, nil, row) {
          note(memory.c, memory.cKinds, .finalC, nil, row)
        }
      }
    } else {
      problem.initialC.elements.withUnsafeBufferPointer {
        requireBits(
          answer.finalC, state, UnsafeBufferPointer(rebasing: $0[state]), .finalC, row, .maskedRow,
          "state_1 is c0 where no step counts")
      }
    }
  }

  /// E1 to E7 of one step from h*: judges the output and advances the c-interval.
  private mutating func advance(
    _ h: UnsafeBufferPointer<Scalar>, _ output: UnsafeBufferPointer<Scalar>, _ step: Int, _ row: Int
  ) {
    let problem = prepared.problem
    let index = step * problem.shape.batch + row
    scratch.copy(index, of: prepared.inputProducts, to: 0)
    let products = scratch[0]
    var nonFinite = prepared.inputNonFinite(index)
    addHidden(h, to: products, &nonFinite)
    memory.advance(products, nonFinite, problem.options, radii)
    let isRight = compare(output, memory.h, .outputs, step, row)
    let conflicts = problem.options.tanhActivation == .tanh ? narrow() : 0
    guard !isRight || conflicts > 0 else { return }
    note(memory.h, memory.hKinds, .outputs, step, row, conflicts: conflicts > 0)
  }

  /// R22, with the output that was compared last.
  ///
  /// - Returns: how many units show an h that no cell state explains.
  private func narrow() -> Int {
    withUnsafePointer(to: radii.constants) {
      clstm_oracle_narrow(
        $0, memory.observed, memory.h.pointers, memory.outputGate.pointers, units, memory.c.pointers, memory.conflicts)
    }
  }

  private func addHidden(
    _ h: UnsafeBufferPointer<Scalar>, to products: RowProducts, _ nonFinite: inout [NonFiniteTerms]
  ) {
    let (stored, kernel) = (radii.model.storageRoundoffH, prepared.hiddenKernel)
    operands.take(h)
    products.add(operands, kernel: kernel, countsSubnormals: radii.model.denormalsAreZero)
    if stored > 0 {
      let uncertainty = h.map { $0.isFinite ? stored * abs(Double($0)) + radii.underflow : 0 }
      uncertainty.withUnsafeBufferPointer { products.inherit($0, from: kernel) { h[$0] == 0 } }
    }
    guard !kernel.isFinite || operands.hasNonFinite else { return }
    if nonFinite.isEmpty { nonFinite = Array(repeating: [], count: kernel.columns) }
    NonFiniteTerms.insert(h, kernel, into: &nonFinite)
  }
}

extension StepTrial {
  /// R20: compares a row of values with what is expected.
  ///
  /// - Returns: whether every value is known and lies within its radius.
  private mutating func compare(
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
  private mutating func note(
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

  private mutating func requireBits(
    _ array: [Scalar], _ state: Range<Int>, _ expected: UnsafeBufferPointer<Scalar>, _ part: AnswerPart, _ row: Int,
    _ equation: Equation, _ detail: String
  ) {
    array.withUnsafeBufferPointer {
      requireBits(UnsafeBufferPointer(rebasing: $0[state]), expected, part, nil, row, equation, detail)
    }
  }

  /// Bit for bit: -0 differs from +0, and any NaN equals any NaN.
  private mutating func requireBits(
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
