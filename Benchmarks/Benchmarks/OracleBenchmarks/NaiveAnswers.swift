import BenchmarkSupport
import Catalog
import LSTMContract
import LSTMOracle

/// Several problems of one shape with the answers of the naive backend, and what is done to them.
final class NaiveAnswers<Scalar: LSTMScalar> {
  private let backend: any LSTMBackend<Scalar>
  private let problems: [LSTMProblem<Scalar>]
  private let oracles: [Oracle<Scalar>]
  private var answers: [LSTMAnswer<Scalar>]
  private var rotation = Rotation()

  /// - Throws: `LSTMProblemError` where the shape is too large; `UnknownSubject` and `Refusal` never.
  init(_ shape: LSTMShape) throws {
    guard let backend = try Catalog.subject(named: "naive").get().backend(as: Scalar.self) else {
      throw Refusal("naive offers both scalar types")
    }
    self.backend = backend
    problems = try (0..<rotation.count).map { try randomProblem(shape, seed: UInt64($0)) }
    oracles = problems.map { Oracle($0) }
    answers = try problems.map { try backend.answer($0) }
  }

  /// The naive backend's forward call.
  func forward() throws {
    let next = rotation.next()
    try backend.run(problems[next], into: &answers[next])
  }

  /// The judging of one answer, with everything that a new problem needs.
  func judge() -> StepJudgement {
    let next = rotation.next()
    return Oracle(problems[next]).judge(answers[next], model: backend.model)
  }

  /// The judging of an answer to a problem that was met before.
  func judgeFurtherAnswer() -> StepJudgement {
    let next = rotation.next()
    return oracles[next].judge(answers[next], model: backend.model)
  }

  /// The reference's own answer with the radii of a whole run, with everything that a new problem needs.
  func endToEnd() -> ReferenceAnswer { Oracle(problems[rotation.next()]).endToEnd(model: backend.model) }

  /// The processor time of judging over that of the forward call, on every problem in turn.
  func judgingOverForward() throws -> Double {
    var (judging, calling) = (0, 0)
    for (index, problem) in problems.enumerated() {
      let start = processorNanoseconds()
      try backend.run(problem, into: &answers[index])
      let middle = processorNanoseconds()
      let judgement = Oracle(problem).judge(answers[index], model: backend.model)
      judging += processorNanoseconds() - middle
      calling += middle - start
      precondition(judgement.agrees, "naive is wrong")
    }
    return Double(judging) / Double(calling)
  }
}
