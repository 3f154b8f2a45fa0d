public import LSTMContract

/// The reference's own answer: every element with the radius of a whole run.
public struct ReferenceAnswer: Sendable {
  /// One array of an answer.
  public struct Part: Sendable {
    /// The values, rounded to double.
    public internal(set) var value: [Double]
    /// What rounding to double left off: value + rest is good to u_r.
    public internal(set) var rest: [Double]
    /// End-to-end radii; NaN where the model decides nothing.
    public internal(set) var radius: [Double]

    init(count: Int) {
      value = Array(repeating: 0, count: count)
      rest = value
      radius = value
    }
  }

  /// y_{T-1}: [B, H].
  public internal(set) var lastOutput: Part
  /// y in the layout of the problem.
  public internal(set) var outputs: Part
  /// h_{T-1}: [B, H].
  public internal(set) var finalH: Part
  /// c_{T-1}: [B, H].
  public internal(set) var finalC: Part

  /// One of the four arrays.
  public subscript(part: AnswerPart) -> Part {
    switch part {
    case .lastOutput: lastOutput
    case .outputs: outputs
    case .finalH: finalH
    case .finalC: finalC
    }
  }
}

/// Runs the equations on the reference's own h, with r_h carried into D of the next step (R6),
/// or with the smaller radii of R38.
struct EndToEnd<Scalar: OracleScalar> {
  private let prepared: PreparedProblem<Scalar>
  private let radii: RadiusModel
  private let products: RowProducts
  private let operands: Operands
  private let memory: StepMemory
  private let units: Int
  /// R38, where it is asked for.
  private let generators: Generators<Scalar>?

  private init(_ prepared: PreparedProblem<Scalar>, _ model: ArithmeticModel, hasGenerators: Bool) {
    self.prepared = prepared
    units = prepared.problem.shape.units
    radii = RadiusModel(model, referenceRoundoff: Scalar.referenceRoundoff)
    products = RowProducts(columns: 4 * units)
    operands = Operands(capacity: max(units, prepared.problem.shape.inputSize))
    memory = StepMemory(units: units)
    generators = hasGenerators ? Generators(prepared, radii) : nil
  }

  /// The reference's own answer with radii of a kind.
  static func answer(
    _ prepared: PreparedProblem<Scalar>, _ model: ArithmeticModel, _ kind: EndToEndRadii
  ) -> ReferenceAnswer {
    let isAffordable = kind != .recursion && GeneratorCost.isAffordable(prepared.problem.shape)
    if kind == .generators, isAffordable { return EndToEnd(prepared, model, hasGenerators: true).answer() }
    let answer = EndToEnd(prepared, model, hasGenerators: false).answer()
    guard isAffordable, answer.isWide else { return answer }
    return EndToEnd(prepared, model, hasGenerators: true).answer()
  }

  private func answer() -> ReferenceAnswer {
    let (steps, batch) = (prepared.problem.shape.timeSteps, prepared.problem.shape.batch)
    let state = ReferenceAnswer.Part(count: batch * units)
    var answer = ReferenceAnswer(
      lastOutput: state, outputs: ReferenceAnswer.Part(count: steps * batch * units), finalH: state, finalC: state)
    for row in 0..<batch { run(row, into: &answer) }
    return answer
  }

  private func run(_ row: Int, into answer: inout ReferenceAnswer) {
    let (problem, walk) = (prepared.problem, prepared.walk)
    let h = memory.h
    problem.initialC.elements.withUnsafeBufferPointer { elements in
      memory.begin(c0: UnsafeBufferPointer(rebasing: elements[row * units..<(row + 1) * units]), at: 0)
    }
    memory.forgetNonFinite()
    generators?.begin()
    // A unit that is not known makes the row undecided from the next step on.
    var isDecided = true
    for unit in 0..<units {
      let value = Double(problem.initialH.elements[row * units + unit])
      h.set(unit, value: value.isFinite ? value : 0, radius: value.isFinite ? 0 : .nan)
      if !value.isFinite { isDecided = false }
    }
    answer.finalH.store(h, units, at: row * units)
    /// Where y of the step before stands.
    var previous: Int?
    for step in 0..<problem.shape.timeSteps {
      let start = walk.outputPosition(step: step, row: row) * units
      if walk.isUsed(step: step, row: row) {
        isDecided = advance(StepOfRow(step: step, row: row), isDecided: isDecided)
        answer.outputs.store(h, units, at: start)
        answer.finalH.store(h, units, at: row * units)
      } else if let previous, !problem.options.zeroOutputForMask {
        answer.outputs.repeat(units, from: previous, at: start)
      }
      previous = start
    }
    if let previous { answer.lastOutput.copy(units, of: answer.outputs, from: previous, at: row * units) }
    answer.finalC.store(memory.c, units, at: row * units)
  }

  /// One step that counts.
  ///
  /// - Returns: whether every unit is known.
  private func advance(_ step: StepOfRow, isDecided: Bool) -> Bool {
    let h = memory.h
    guard isDecided, prepared.hiddenKernel.isFinite else {
      memory.forgetNonFinite()
      for unit in 0..<units {
        memory.c.set(unit, value: 0, radius: .nan)
        h.set(unit, value: 0, radius: .nan)
      }
      return false
    }
    prepared.load(step, into: products, operands)
    let isExact = (0..<units).allSatisfy { h.radius[$0] == 0 }
    operands.take(pairs: h, count: units, as: Scalar.self)
    products.add(
      operands, kernel: prepared.hiddenKernel, isExact: isExact, countsSubnormals: radii.model.denormalsAreZero)
    if !isExact {
      products.inherit(UnsafeBufferPointer(start: h.radius, count: units), from: prepared.hiddenKernel) {
        h.value[$0] == 0
      }
    }
    generators?.prepare(memory.c)
    memory.advance(products, prepared.inputNonFinite(step), units: units, prepared.problem.options, radii)
    generators?.advance(memory, products)
    var isKnown = true
    for unit in 0..<units where !h.isKnown(unit) {
      h.set(unit, value: 0, radius: .nan)
      isKnown = false
    }
    return isKnown
  }
}

extension ReferenceAnswer.Part {
  fileprivate mutating func store(_ columns: RangedColumns, _ count: Int, at start: Int) {
    for place in 0..<count {
      let isKnown = columns.isKnown(place)
      value[start + place] = isKnown ? columns.value[place] : 0
      rest[start + place] = isKnown ? columns.rest[place] : 0
      radius[start + place] = columns.radius[place]
    }
  }

  fileprivate mutating func copy(_ count: Int, of other: ReferenceAnswer.Part, from source: Int, at start: Int) {
    for place in 0..<count {
      value[start + place] = other.value[source + place]
      rest[start + place] = other.rest[source + place]
      radius[start + place] = other.radius[source + place]
    }
  }

  fileprivate mutating func `repeat`(_ count: Int, from source: Int, at start: Int) {
    for place in 0..<count {
      value[start + place] = value[source + place]
      rest[start + place] = rest[source + place]
      radius[start + place] = radius[source + place]
    }
  }
}
