internal import LSTMContract
internal import Mutants

/// What a hypothesis answers to a problem, evaluated in the bank's own style and at the corners of the legal ranges.
///
/// The faulty body itself is run at each corner, so that whatever the fault does with a legal error (enlarges it, feeds
/// it back, rounds it to the other side) shows in how far the runs lie apart.
struct HypothesisAnswers<Scalar: LSTMScalar> {
  /// A body of each evaluation, the plain one first. A body that remembers its calls remembers its own alone.
  private let bodies: [MutantBackend<Scalar>]
  private let hypothesis: Hypothesis

  init(_ hypothesis: Hypothesis, corners: [LegalCorner]) {
    self.hypothesis = hypothesis
    let evaluations = [Evaluation.plain] + corners.map { Evaluation.corner($0) }
    bodies = evaluations.map { evaluation in
      let mutant = hypothesis.isStateful ? hypothesis.mutant?.renewed() : hypothesis.mutant
      return MutantBackend(mutant, evaluation: evaluation)
    }
  }

  /// The plain answer, without the arrays that the subject does not return.
  func plain(_ problem: LSTMProblem<Scalar>, asked: LSTMProblem<Scalar>, omitting: Set<AnswerPart>)
    -> LSTMAnswer<Scalar>
  {
    answer(bodies[0], problem, asked, omitting)
  }

  /// The answers at the corners, or at some of them by their places.
  func corners(
    _ problem: LSTMProblem<Scalar>, asked: LSTMProblem<Scalar>, omitting: Set<AnswerPart>,
    at places: Range<Int> = 0..<Int.max
  ) -> [LSTMAnswer<Scalar>] {
    places.clamped(to: 0..<bodies.count - 1).map { answer(bodies[1 + $0], problem, asked, omitting) }
  }

  private func answer(
    _ body: MutantBackend<Scalar>, _ problem: LSTMProblem<Scalar>, _ asked: LSTMProblem<Scalar>,
    _ omitting: Set<AnswerPart>
  ) -> LSTMAnswer<Scalar> {
    var answer = LSTMAnswer<Scalar>(to: asked)
    body.run(asked, into: &answer)
    hypothesis.returned(&answer, to: problem)
    if !omitting.isEmpty { answer.omit(omitting) }
    return answer
  }
}
