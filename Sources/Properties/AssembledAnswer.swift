internal import LSTMContract

/// A problem together with the subject's answer to it.
struct Solved<S: LSTMScalar> {
  let problem: LSTMProblem<S>
  let answer: LSTMAnswer<S>
}

extension Solved {
  /// - Throws: what `run` throws, or `LSTMProblemError.wrongCount` where the answer has not the problem's sizes.
  init(_ problem: LSTMProblem<S>, run: (LSTMProblem<S>) throws -> LSTMAnswer<S>) throws {
    self.problem = problem
    let answer = try run(problem)
    var checked = try LSTMAnswer(
      to: problem, lastOutput: answer.lastOutput, outputs: answer.outputs, finalH: answer.finalH,
      finalC: answer.finalC, runtime: answer.runtime)
    checked.omit(answer.omitted)
    self.answer = checked
  }
}

/// An answer to `problem` put together, row by row and step by step, from answers to other problems.
///
/// It starts as NaN, so that what no run filled in can never pass. What one of the runs omits, it omits.
struct AssembledAnswer<S: LSTMScalar> {
  let problem: LSTMProblem<S>
  private(set) var answer: LSTMAnswer<S>

  init(to problem: LSTMProblem<S>) {
    self.problem = problem
    answer = LSTMAnswer(to: problem)
  }

  /// y of processing steps `steps`, whose first is step `firstStep` of `source`; unit u comes from unit `units[u]`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func takeOutputs(
    row: Int, steps: Range<Int>, from source: Solved<S>, sourceRow: Int, firstStep: Int, units: [Int]? = nil
  ) {
    let count = problem.shape.units
    omit([.outputs], of: source)
    for step in steps {
      let here = problem.position(time: problem.outputTime(ofStep: step), row: row)
      let there = source.problem.position(
        time: source.problem.outputTime(ofStep: step - steps.lowerBound + firstStep), row: sourceRow)
      take(vector: there, of: source.answer.outputs, count: count, units: units, into: &answer.outputs, at: here)
    }
  }

  /// Last output and both final states.
  @specialized(where S == Float)
  @specialized(where S == Double)
  mutating func takeStates(row: Int, from source: Solved<S>, sourceRow: Int, units: [Int]? = nil) {
    let count = problem.shape.units
    omit([.lastOutput, .finalH, .finalC], of: source)
    take(vector: sourceRow, of: source.answer.lastOutput, count: count, units: units, into: &answer.lastOutput, at: row)
    take(vector: sourceRow, of: source.answer.finalH, count: count, units: units, into: &answer.finalH, at: row)
    take(vector: sourceRow, of: source.answer.finalC, count: count, units: units, into: &answer.finalC, at: row)
  }

  /// Everything of a row, from a run with the same number of steps or more.
  mutating func takeRow(_ row: Int, from source: Solved<S>, sourceRow: Int, units: [Int]? = nil) {
    let steps = 0..<problem.shape.timeSteps
    takeOutputs(row: row, steps: steps, from: source, sourceRow: sourceRow, firstStep: 0, units: units)
    takeStates(row: row, from: source, sourceRow: sourceRow, units: units)
  }

  private mutating func omit(_ parts: Set<AnswerPart>, of source: Solved<S>) {
    let absent = source.answer.omitted.intersection(parts).subtracting(answer.omitted)
    if !absent.isEmpty { answer.omit(absent) }
  }
}

/// Copies vector number `vector` of `source`, `count` values, over vector number `place` of `target`.
private func take<S: LSTMScalar>(
  vector: Int, of source: [S], count: Int, units: [Int]?, into target: inout [S], at place: Int
) {
  let (from, to) = (vector * count, place * count)
  if let units {
    for unit in 0..<count { target[to + unit] = source[from + units[unit]] }
  } else {
    target.replaceSubrange(to..<to + count, with: source[from..<from + count])
  }
}
