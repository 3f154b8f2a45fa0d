internal import LSTMContract
internal import LSTMOracle

/// What a reference in double precision answered to some cases of a block.
struct ReferenceAnswers: Sendable {
  let name: String
  let model: ArithmeticModel
  private let problems: [LSTMProblem<Double>]
  private let answers: [LSTMAnswer<Double>]

  /// Asks the reference.
  ///
  /// - Throws: what the reference throws, or `AnswersMissing`.
  init(of reference: any LSTMReference, to problems: [LSTMProblem<Double>]) async throws {
    name = reference.name
    model = reference.model
    self.problems = problems
    answers = try await reference.answers(to: problems)
    guard answers.count == problems.count else {
      throw AnswersMissing(name: name, given: answers.count, asked: problems.count)
    }
  }

  /// Judges one of the answers, as a `Double` subject's under the oracle.
  func judge(
    _ place: Int, _ oracle: (LSTMProblem<Double>) -> Oracle<Double>, _ index: Int, _ line: @autoclosure () -> String,
    _ judged: inout JudgedBlock
  ) {
    let (problem, answer) = (problems[place], answers[place])
    let judgement = oracle(problem).judge(answer, model: model)
    judged.ledger.reference?.runtimes.insert(answer.runtime)
    judged.ledger.reference?.add(judgement, line: line)
    if let first = judgement.first {
      let failure = CheckFailure(
        name, .oracle, "\(first)", discrepancy: first, problem: .double(problem), line: line())
      judged.failures.append((index, failure))
    }
  }
}

/// A reference that did not answer every problem that it was asked.
struct AnswersMissing: Error, CustomStringConvertible {
  let name: String
  let given: Int
  let asked: Int

  var description: String { "\(name) gave \(given) answers to \(asked) problems" }
}
