internal import LSTMContract

extension PreparedProblem {
  /// The judgement of an answer without outputs.
  ///
  /// A row in which one step counts shows h of that step in `state_0`, or in `last_output`: it is judged at its step. Of a
  /// row in which more count, h is seen only behind the last, so its states are judged by the radii of a whole run.
  func judgementByStates(
    of answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier
  ) -> StepJudgement {
    let isCoarse = Self.isSampled(problem.shape)
    let counting = (0..<problem.shape.batch).map { row in
      (0..<problem.shape.timeSteps).filter { walk.isUsed(step: $0, row: row) }
    }
    var states = StepTrial(self, answer, model, tier, rows: [], inDouble: isCoarse)
    for row in counting.indices { states.judgeRulesOfStates(row, counting: counting[row]) }
    let longer = counting.indices.filter { counting[$0].count > 1 }
    if !longer.isEmpty {
      let run = EndToEnd.answer(self, model, .generatorsWhereWide)
      for row in longer { states.judge(row, counting: counting[row], by: run) }
    }
    let single = counting.indices.filter { counting[$0].count == 1 }
    let byPart = Dictionary(grouping: single) { states.partShowingH($0, counting: counting[$0]) }
    for part in [AnswerPart.finalH, .lastOutput, nil] {
      guard let rows = byPart[part] else { continue }
      let shown = part.map { answer.showing($0, as: rows.map { ($0, counting[$0][0]) }, walk) } ?? answer
      var trial = StepTrial(self, shown, model, tier, rows: rows, inDouble: isCoarse)
      trial.shown = part
      trial.judgeSteps()
      states.judgement.add(trial.judgement)
    }
    return states.judgement
  }
}

extension LSTMAnswer {
  /// The answer with h of one step of some rows, taken from a state, where the outputs would show it.
  fileprivate func showing(
    _ part: AnswerPart, as steps: [(row: Int, step: Int)], _ walk: SequenceWalk
  ) -> LSTMAnswer {
    var (shown, outputs) = (self, outputs)
    let (values, units) = (self[part], shape.units)
    for (row, step) in steps {
      let start = walk.outputPosition(step: step, row: row) * units
      for unit in 0..<units { outputs[start + unit] = values[row * units + unit] }
    }
    shown.outputs = outputs
    return shown
  }
}

extension StepTrial {
  /// The array of an answer without outputs that holds h of the last step that counts, or nil where none is given.
  fileprivate func partShowingH(_ row: Int, counting: [Int]) -> AnswerPart? {
    if !answer.omitted.contains(.finalH) { return .finalH }
    return !answer.omitted.contains(.lastOutput) && lastOutputShowsH(counting) ? .lastOutput : nil
  }

  /// Whether `last_output` of a row is h of the last step that counts (E10, E12).
  private func lastOutputShowsH(_ counting: [Int]) -> Bool {
    guard let last = counting.last else { return false }
    return !prepared.problem.options.zeroOutputForMask || last == prepared.problem.shape.timeSteps - 1
  }

  /// What must hold bit for bit of a row: `last_output` is h or 0, and the states are the initial ones where no step
  /// counts.
  fileprivate mutating func judgeRulesOfStates(_ row: Int, counting: [Int]) {
    let (problem, answer) = (prepared.problem, answer)
    let state = row * units..<(row + 1) * units
    if !lastOutputShowsH(counting) {
      require(
        row, .lastOutput, equals: Array(repeating: 0, count: units),
        counting.isEmpty
          ? (.maskedRow, "last_output is 0 where no step counts")
          : (.lastOutput, "the output of a masked step is 0"))
    } else if !answer.omitted.contains(.finalH) {
      require(
        row, .lastOutput, equals: Array(answer.finalH[state]),
        (.lastOutput, "last_output is h of the last step that counts, which state_0 holds"))
    }
    guard counting.isEmpty else { return }
    require(
      row, .finalH, equals: Array(problem.initialH.elements[state]), (.maskedRow, "state_0 is h0 where no step counts"))
    require(
      row, .finalC, equals: Array(problem.initialC.elements[state]), (.maskedRow, "state_1 is c0 where no step counts"))
  }

  private mutating func require(
    _ row: Int, _ part: AnswerPart, equals values: [Scalar], _ rule: (equation: Equation, detail: String)
  ) {
    values.withUnsafeBufferPointer {
      requireBits(
        answer[part], row * units..<(row + 1) * units, $0, part, row, rule.equation, rule.detail)
    }
  }

  /// The states of a row by the radii of a whole run.
  fileprivate mutating func judge(_ row: Int, counting: [Int], by reference: ReferenceAnswer) {
    if let part = partShowingH(row, counting: counting) { compare(row, part, with: reference) }
    if !answer.omitted.contains(.finalC) { compare(row, .finalC, with: reference) }
  }

  /// R20 within end-to-end radii. A radius that leaves nothing of the value's range decides nothing.
  private mutating func compare(_ row: Int, _ part: AnswerPart, with reference: ReferenceAnswer) {
    let options = prepared.problem.options
    let isBounded = options.tanhActivation.isBounded && options.sigmoidActivation.isBounded
    let (values, expected) = (answer[part], reference[part])
    for unit in 0..<units {
      let place = row * units + unit
      let (value, radius) = (expected.value[place], expected.radius[place])
      let range = part != .finalC && isBounded ? 2 : 2 * max(1, abs(value))
      guard radius < range else {
        judgement.undecided += 1
        judgement.parts[part].undecided += 1
        continue
      }
      judgement.compared += 1
      judgement.parts[part].endToEnd += 1
      let actual = Double(values[place])
      let error = abs((actual - value) - expected.rest[place])
      if radius > 0 {
        judgement.raiseRatio(ExtremeError(value: error / radius, part: part, step: nil, row: row, unit: unit))
      }
      guard !(error <= radius) else { continue }
      judgement.note(
        at: ElementPlace(row: row, step: nil, part: part, unit: unit),
        Discrepancy(
          part: part, step: nil, row: row, unit: unit, expected: value, actual: actual, radius: radius,
          equation: part == .finalC ? .cellState : .hiddenState,
          detail: error.isNaN ? "not finite" : "error \(error), by the radius of the whole run"))
    }
  }
}
