internal import LSTMContract
internal import LSTMOracle

/// Asks one subject for the values of its activations.
struct Probing<Scalar: LSTMScalar> {
  private let backend: any LSTMBackend<Scalar>
  /// Why a question was not answered, the last time.
  private(set) var reason: (any Error)?
  private var unanswered = 0

  /// A subject that broke so often is asked no more.
  private static var mostUnanswered: Int { 3 }
  /// So many refusals by the subject itself end the search for a shape.
  private static var mostRefusals: Int { 2_000 }

  init(_ backend: any LSTMBackend<Scalar>) { self.backend = backend }

  /// What came in every row for each input, beside the exact values; nil where the subject refuses every design.
  ///
  /// - Throws: what the subject threw, once it has broken too often.
  mutating func values(of inputs: [Scalar], _ slot: inout ProbedSlot) throws -> [ProbedValue]? {
    for design in slot.design.map({ [$0] }) ?? ProbedDesign.all {
      let problem = try design.problem(slot.place, slot.shape, inputs)
      guard let answer = try answer(to: problem) else { continue }
      slot.design = design
      return read(answer, problem, slot.place, design, inputs)
    }
    slot.isRefused = true
    return nil
  }

  private mutating func answer(to problem: LSTMProblem<Scalar>) throws -> LSTMAnswer<Scalar>? {
    if let refusal = backend.refusal(of: problem) {
      reason = refusal
      return nil
    }
    do {
      return try backend.answer(problem)
    } catch let refusal as Refusal {
      reason = refusal
    } catch {
      reason = error
      unanswered += 1
      if unanswered >= Self.mostUnanswered { throw error }
    }
    return nil
  }

  private func read(
    _ answer: LSTMAnswer<Scalar>, _ problem: LSTMProblem<Scalar>, _ place: ProbedPlace, _ design: ProbedDesign,
    _ inputs: [Scalar]
  ) -> [ProbedValue] {
    let batch = problem.shape.batch
    var asked = (0..<batch).flatMap { _ in inputs }
    if place == .cellActivation, !design.startsFromState {
      guard !answer.omitted.contains(.finalC) else { return [] }
      asked = answer.finalC
      guard asked.allSatisfy(\.isFinite) else { return [] }
    }
    let shown = place.isReadFromC ? (answer.omitted.contains(.finalC) ? nil : answer.finalC) : lastH(answer, problem)
    guard let shown, let exact = try? exact(ofSigmoid: place.isSigmoid, asked) else { return [] }
    return shown.indices.map { index in
      ProbedValue(
        input: Double(asked[index]), actual: Double(shown[index]), expected: exact.value[index], rest: exact.rest[index]
      )
    }
  }

  /// h after the last step, from the first array that is given.
  private func lastH(_ answer: LSTMAnswer<Scalar>, _ problem: LSTMProblem<Scalar>) -> [Scalar]? {
    if !answer.omitted.contains(.finalH) { return answer.finalH }
    if !answer.omitted.contains(.lastOutput) { return answer.lastOutput }
    guard !answer.omitted.contains(.outputs) else { return nil }
    let shape = problem.shape
    return (0..<shape.batch).flatMap { row in
      let place = problem.position(time: shape.timeSteps - 1, row: row)
      return answer.outputs[place * shape.units..<(place + 1) * shape.units]
    }
  }

  /// The exact function of each input: c of one step, in a row of its own.
  private func exact(ofSigmoid isSigmoid: Bool, _ inputs: [Scalar]) throws -> ReferenceAnswer.Part {
    // c = f·1 + i·tanh(0), or f·0 + i·tanh(z) with an open input gate.
    let problem = try LSTMProblem<Scalar>(
      input: Tensor(shape: [inputs.count, 1, 1], elements: inputs),
      initialH: Tensor(shape: [inputs.count, 1], repeating: 0),
      initialC: Tensor(shape: [inputs.count, 1], repeating: isSigmoid ? 1 : 0),
      inputKernel: Tensor(shape: [1, 4], elements: isSigmoid ? [0, 1, 0, 0] : [0, 0, 1, 0]),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0),
      bias: Tensor(shape: [4], elements: isSigmoid ? [0, 0, 0, 0] : [100, 0, 0, 0]))
    return Oracle(problem).endToEnd(model: ArithmeticModel(scalar: Scalar.kind)).finalC
  }

  /// A shape in which the subject answers a problem of zeros, where those of the first questions are refused: its sizes
  /// may be fixed.
  mutating func acceptedShape(_ deadline: Deadline) -> ProbedShape? {
    let lengths = [(1, 1), (2, 1), (1, 8), (10, 1), (16, 1), (1, 16), (20, 1), (1, 32), (32, 1), (100, 1)]
    let units = Array(1...32) + [40, 48, 50, 64, 100, 128]
    var refusals = 0
    for design in ProbedDesign.all where !design.startsFromState {
      for (steps, batch) in lengths {
        for inputSize in [1, 2, 3, 4, 8, 10, 16, 32] {
          for units in units {
            guard refusals < Self.mostRefusals, !deadline.hasPassed else { return nil }
            let shape = ProbedShape(timeSteps: steps, batch: batch, inputSize: inputSize, units: units)
            guard let problem = try? design.problem(.inputGate, shape, [Scalar](repeating: 0, count: units)),
              backend.refusal(of: problem) == nil
            else { continue }
            do {
              if try answer(to: problem) != nil { return shape }
            } catch {
              return nil
            }
            refusals += 1
          }
        }
      }
    }
    return nil
  }
}
