internal import LSTMContract
package import LSTMOracle

/// That an answer lies within the radii of the step oracle, under the model that the subject declares.
package struct OracleCheck: SubjectCheck {
  package init() {}

  package var identity: Check { .oracle }

  package func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome {
    Self.outcome(of: asked.oracles.oracle(for: asked.problem).judge(asked.answer, model: asked.backend.model))
  }

  /// What a judgement that is known comes to.
  package static func outcome(of judgement: StepJudgement) -> CheckOutcome {
    guard let first = judgement.first else { return .held(isDecidable: judgement.compared > 0) }
    let more = judgement.discrepancies - 1
    return .failed(CheckFault("\(first)" + (more > 0 ? ", and \(more) more elements" : ""), first))
  }
}
