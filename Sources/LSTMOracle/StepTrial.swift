internal import CLSTMOracle
internal import LSTMContract

/// The step oracle (R21): follows the subject's own h from step to step, and c as an interval.
struct StepTrial<Scalar: OracleScalar> {
  private let prepared: PreparedProblem<Scalar>
  private let radii: RadiusModel
  private let answer: LSTMAnswer<Scalar>
  private let products: RowProducts
  private let operands: Operands
  let memory: StepMemory
  let units: Int
  private let zeros: [Scalar]
  var judgement = StepJudgement()

  init(
    _ prepared: PreparedProblem<Scalar>, _ answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier
  ) {
    self.prepared = prepared
    self.answer = answer
    radii = RadiusModel(model, tier: tier, referenceRoundoff: Scalar.referenceRoundoff)
    units = prepared.problem.shape.units
    products = RowProducts(columns: 4 * units)
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
    prepared.inputProducts.load(index, into: products)
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
