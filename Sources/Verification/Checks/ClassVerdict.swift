package import LSTMContract
package import LSTMOracle

/// What the step oracle says of one answer under the declared model, and under the tighter one that was probed.
///
/// A radius under the probed model is never larger, so what agrees under it agrees under the declared one, and is judged
/// once.
package struct ClassVerdict {
  /// The judgement that decides: an element outside is wrong.
  package let declared: StepJudgement
  /// The judgement under the probed model, or the declared one where none was probed.
  package let tightest: StepJudgement

  package init<Scalar: LSTMScalar>(
    _ oracle: Oracle<Scalar>, _ answer: LSTMAnswer<Scalar>, declared: ArithmeticModel, probed: ArithmeticModel?
  ) {
    tightest = oracle.judge(answer, model: probed ?? declared)
    self.declared = probed == nil || tightest.agrees ? tightest : oracle.judge(answer, model: declared)
  }

  /// The first element outside the probed class of an answer that is inside the declared one.
  package var suspicion: Discrepancy? { declared.agrees ? tightest.first : nil }
}
