internal import LSTMContract

/// A mask that is true everywhere and no mask mean the same.
struct AllTrueMask: Law {
  let name = "all-true-mask"
  let statement = "A mask that is true everywhere gives the answer of no mask."
  let exactness = Exactness.withinRadii
  let why = "Many libraries send unmasked problems to a fused kernel and masked ones to a loop over the steps."

  func apply<S: LSTMScalar>(
    to problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    run: (LSTMProblem<S>) throws -> LSTMAnswer<S>
  ) throws -> LawOutcome<S> {
    guard problem.shape.batch > 0, problem.mask?.elements.contains(false) != true else { return .notApplicable }
    let full = try Tensor("mask", shape: problem.leadingShape, repeating: true)
    let other = try problem.replacing(mask: .some(problem.mask == nil ? full : nil))
    return .comparison(LawComparison(problem: problem, observed: original, predicted: .otherRun(try run(other))))
  }
}
