internal import CLSTMOracle
internal import LSTMContract

/// The step oracle (R21): follows the subject's own h from step to step, and c as an interval.
struct StepTrial<Scalar: OracleScalar> {
  let prepared: PreparedProblem<Scalar>
  let radii: RadiusModel
  let answer: LSTMAnswer<Scalar>
  /// How many units of a row are judged.
  let units: Int
  private let groups: [RowGroup]
  let memory: StepMemory
  private let products: StepProducts<Scalar>
  var judgement = StepJudgement()
  /// The largest |error| / radius of each unit of each row, in the order of the rows; empty where nobody asks.
  var worst: [Double] = []

  /// The array that `judgement` names for h of a step; nil where the answer shows none, and c alone is judged.
  var shown: AnswerPart? = .outputs

  /// How many steps and rows are formed together at most.
  private static var tileSize: Int { 32 }

  /// - Parameters:
  ///   - rows: the rows that are judged; nil for all.
  ///   - inDouble: whether the reference computes in double under a `Double` subject too: radii are wider.
  ///   - findsWorst: whether `worst` is asked for.
  init(
    _ prepared: PreparedProblem<Scalar>, _ answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier,
    rows: [Int]? = nil, inDouble: Bool = false, findsWorst: Bool = false
  ) {
    self.prepared = prepared
    self.answer = answer
    radii = RadiusModel(
      model, tier: tier,
      referenceRoundoff: inDouble ? Float.referenceRoundoff : Scalar.referenceRoundoff)
    units = prepared.judgedUnits
    let shape = prepared.problem.shape
    groups = RowGroup.all(of: rows ?? Array(0..<shape.batch), prepared.walk, timeSteps: shape.timeSteps, units: units)
    let width = groups.map(\.rows.count).max() ?? 1
    let most = groups.map { $0.steps.reduce(0) { $0 + $1.count } }.max() ?? 1
    memory = StepMemory(units: width * units)
    products = StepProducts(
      prepared, radii, capacity: max(width, min(Self.tileSize, most)), width: width, inDouble: inDouble)
    if findsWorst { worst = Array(repeating: 0, count: shape.batch * units) }
  }

  /// Every element that an equation with a radius gives, judged.
  mutating func judgeSteps() {
    let problem = prepared.problem
    answer.outputs.withUnsafeBufferPointer { outputs in
      problem.initialH.elements.withUnsafeBufferPointer { initialH in
        for group in groups { judge(group, Values(outputs: outputs, initialH: initialH)) }
      }
    }
  }

  private struct Values {
    let outputs: UnsafeBufferPointer<Scalar>
    let initialH: UnsafeBufferPointer<Scalar>
  }

  private mutating func judge(_ group: RowGroup, _ values: Values) {
    for (place, row) in group.rows.enumerated() { begin(row, at: place * units) }
    var (active, ordinal) = (group.rows.count, 0)
    var steps: [StepOfRow] = []
    var states: [UnsafeBufferPointer<Scalar>] = []
    while active > 0 {
      // As many steps of each row as fit, and as the shortest row has.
      let depth = max(1, min(products.capacity / active, group.steps[active - 1].count - ordinal))
      steps.removeAll(keepingCapacity: true)
      states.removeAll(keepingCapacity: true)
      for next in ordinal..<ordinal + depth {
        for place in 0..<active {
          steps.append(StepOfRow(step: group.steps[place][next], row: group.rows[place]))
          states.append(h(before: next, of: place, group, values))
        }
      }
      products.form(steps, h: states)
      for part in 0..<depth {
        advance(steps[part * active..<(part + 1) * active], from: part * active, values.outputs)
      }
      ordinal += depth
      while active > 0, group.steps[active - 1].count == ordinal {
        active -= 1
        finish(group.rows[active], at: active * units)
      }
    }
  }

  private func begin(_ row: Int, at first: Int) {
    let (c0, all) = (prepared.problem.initialC.elements, prepared.problem.shape.units)
    if let chosen = prepared.units {
      memory.begin(c0: chosen.map { c0[row * all + $0] }, at: first)
    } else {
      memory.begin(c0: c0[row * all..<(row + 1) * all], at: first)
    }
  }

  /// h*, the subject's own hidden state, before the step that counts of this number.
  private func h(
    before ordinal: Int, of place: Int, _ group: RowGroup, _ values: Values
  ) -> UnsafeBufferPointer<Scalar> {
    let (row, all) = (group.rows[place], prepared.problem.shape.units)
    guard ordinal > 0 else { return UnsafeBufferPointer(rebasing: values.initialH[row * all..<(row + 1) * all]) }
    let start = prepared.walk.outputPosition(step: group.steps[place][ordinal - 1], row: row) * all
    return UnsafeBufferPointer(rebasing: values.outputs[start..<start + all])
  }

  /// E1 to E7 of one step of rows side by side from h*: judges the outputs and advances the c-intervals.
  private mutating func advance(
    _ steps: ArraySlice<StepOfRow>, from first: Int, _ outputs: UnsafeBufferPointer<Scalar>
  ) {
    let (options, all) = (prepared.problem.options, prepared.problem.shape.units)
    let width = steps.count * units
    let (sums, nonFinite) = products.beside(first..<first + steps.count)
    memory.advance(sums, nonFinite, units: width, options, radii)
    guard let shown else { return }
    for (place, step) in steps.enumerated() {
      let start = prepared.walk.outputPosition(step: step.step, row: step.row) * all
      observe(UnsafeBufferPointer(rebasing: outputs[start..<start + all]), at: place * units)
    }
    let isRight = compare(memory.h, shown, steps)
    let conflicts = options.tanhActivation == .tanh ? narrow(width) : 0
    guard !isRight || conflicts > 0 else { return }
    note(memory.h, from: 0, memory.hKinds, shown, steps, conflicts: conflicts > 0)
  }

  /// Takes what the subject gave for the judged units of a row.
  @inline(__always) private func observe(_ values: UnsafeBufferPointer<Scalar>, at first: Int) {
    if let chosen = prepared.units {
      for unit in 0..<units { memory.observed[first + unit] = Double(values[chosen[unit]]) }
    } else {
      for unit in 0..<units { memory.observed[first + unit] = Double(values[unit]) }
    }
  }

  /// R22, with the outputs that were compared last.
  ///
  /// - Returns: how many units show an h that no cell state explains.
  private func narrow(_ width: Int) -> Int {
    withUnsafePointer(to: radii.constants) {
      clstm_oracle_narrow(
        $0, memory.observed, memory.h.pointers, memory.outputGate(ofUnits: width).pointers, width, memory.c.pointers,
        memory.conflicts)
    }
  }

  /// state_1 of a row whose last step was judged, against its interval.
  private mutating func finish(_ row: Int, at first: Int) {
    guard !answer.omitted.contains(.finalC) else { return }
    let all = prepared.problem.shape.units
    answer.finalC.withUnsafeBufferPointer {
      observe(UnsafeBufferPointer(rebasing: $0[row * all..<(row + 1) * all]), at: 0)
    }
    let end = [StepOfRow(step: 0, row: row)][...]
    if !compare(memory.c.from(first), .finalC, end) { note(memory.c, from: first, memory.cKinds, .finalC, end) }
  }
}
