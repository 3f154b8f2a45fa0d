internal import LSTMContract

/// Two calls, the second starting from the states of the first, do what one call does.
///
/// The part that is processed first is the end of the input where the problem goes backwards. The cut is drawn from
/// those where the second part begins with an unmasked step in each row: elsewhere E10 makes the second call start
/// from y_{-1} = 0 where the whole call repeats an earlier output. With `zeroOutputForMask` every cut will do.
struct SplitSequence: Law {
  let name = "split"
  let statement = "Two calls, the second starting from the states of the first, answer as one call over the whole."
  let exactness = Exactness.withinRadii
  let why = """
    A library may multiply all inputs by the kernel at once: the number of rows of that product changes with the cut, \
    and with it the blocking, the tail kernel and the order of the sums.
    """

  /// The second call starts from them.
  let neededParts: Set<AnswerPart> = [.finalH, .finalC]

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    let (steps, rows) = (problem.shape.timeSteps, 0..<problem.shape.batch)
    guard steps >= 2, !rows.isEmpty else { return .notApplicable }
    let cuts = (1..<steps).filter { cut in
      problem.options.zeroOutputForMask || rows.allSatisfy { problem.isUsed(step: cut, row: $0) }
    }
    guard !cuts.isEmpty else { return .notApplicable }
    var draws = Draws(draw)
    let cut = cuts[draws.number(below: cuts.count)]

    func part(_ range: Range<Int>) throws -> LSTMProblem<S> {
      let times = range.map { problem.time(ofStep: $0) }.sorted()
      return try problem.rearranged(times: times, rows: Array(rows), options: problem.options)
    }
    guard original.omitted.isDisjoint(with: neededParts) else { return .notApplicable }
    let first = try Solved(part(0..<cut), run: run)
    let state = problem.initialH.shape
    let continued = try part(cut..<steps).replacing(
      initialH: Tensor("initial_h", shape: state, elements: first.answer.finalH),
      initialC: Tensor("initial_c", shape: state, elements: first.answer.finalC))
    let second = try Solved(continued, run: run)

    var whole = AssembledAnswer(to: problem)
    for row in rows {
      whole.takeOutputs(row: row, steps: 0..<cut, from: first, sourceRow: row, firstStep: 0)
      whole.takeOutputs(row: row, steps: cut..<steps, from: second, sourceRow: row, firstStep: 0)
      whole.takeStates(row: row, from: second, sourceRow: row)
    }
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(whole.answer)))
  }
}
