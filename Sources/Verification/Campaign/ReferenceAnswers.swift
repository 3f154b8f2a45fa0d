internal import LSTMContract
internal import LSTMOracle

/// What a reference in double precision answered to some cases of a block.
struct ReferenceAnswers: Sendable {
  let id: SubjectID
  let model: ArithmeticModel
  /// The problem and the answer of each case, nil where the reference was not asked.
  private let answered: [(problem: LSTMProblem<Double>, answer: LSTMAnswer<Double>)?]

  /// Asks the reference what is not nil.
  ///
  /// - Throws: what the reference throws, or `AnswersMissing`.
  init(of reference: any LSTMReference, id: SubjectID, to cases: [LSTMProblem<Double>?]) async throws {
    self.id = id
    model = reference.model
    let problems = cases.compactMap(\.self)
    let answers = try await reference.answers(to: problems)
    guard answers.count == problems.count else {
      throw AnswersMissing(name: id.name, given: answers.count, asked: problems.count)
    }
    var given = zip(problems, answers).makeIterator()
    answered = cases.map { $0 == nil ? nil : given.next() }
  }

  /// Judges the answer to one of the cases, as a `Double` subject's under the oracle, where the reference was asked.
  func judge(
    _ place: Int, _ oracle: (LSTMProblem<Double>) -> Oracle<Double>, _ index: Int, _ line: @autoclosure () -> String,
    _ judged: inout JudgedBlock
  ) {
    guard let (problem, answer) = answered[place] else { return }
    let judgement = oracle(problem).judge(answer, model: model)
    judged.ledger.reference?.runtimes.insert(answer.runtime)
    judged.ledger.reference?.add(judgement, line: line)
    if case .failed(let fault) = OracleCheck.outcome(of: judgement) {
      judged.failures.append(
        (index, CheckFailure(of: id, question: OracleCheck(), fault: fault, problem: .double(problem), line: line())))
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
