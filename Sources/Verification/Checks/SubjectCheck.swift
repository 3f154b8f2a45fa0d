package import LSTMContract
internal import LSTMOracle

/// A question about a subject's answer, as a value: a trial puts many of them, and the search for a smaller case puts
/// the one that failed again and again.
package protocol SubjectCheck: Sendable {
  /// What reports call it.
  var identity: Check { get }

  /// What comes of it where the subject has answered.
  func outcome<Scalar: LSTMScalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome

  /// The check with each of these draws in turn; itself where it leaves nothing to chance.
  func under(draws: [UInt64]) -> any SubjectCheck
}

/// What came of a check.
package enum CheckOutcome {
  case notApplicable
  /// The check asks what the subject refuses: not applicable, and counted so.
  case refused
  case held(isDecidable: Bool)
  case failed(CheckFault)
}

/// A problem, what a subject answered to it, and what a check may need beside.
package struct AnsweredProblem<Scalar: LSTMScalar> {
  package let backend: any LSTMBackend<Scalar>
  package let problem: LSTMProblem<Scalar>
  package let answer: LSTMAnswer<Scalar>
  /// The oracles of `problem` and of what the laws make of it.
  package let oracles: OracleShelf<Scalar>
  /// What another subject answers, or nil where there is no such answer.
  package var other: (SubjectID) -> (model: ArithmeticModel, answer: LSTMAnswer<Scalar>)? = { _ in nil }

  /// The same problem, answered again where the subject does so.
  package func anew() -> AnsweredProblem {
    guard let again = try? backend.answer(problem) else { return self }
    return AnsweredProblem(backend: backend, problem: problem, answer: again, oracles: oracles, other: other)
  }
}

extension SubjectCheck {
  package func under(draws: [UInt64]) -> any SubjectCheck { self }

  /// The failure of the check on this problem, or nil where it holds or does not apply.
  ///
  /// - Parameter subjects: those with which the subject may have to agree.
  package func failure<Scalar: LSTMScalar>(
    of backend: any LSTMBackend<Scalar>, on problem: LSTMProblem<Scalar>, among subjects: [SubjectOnTrial<Scalar>] = []
  ) -> CheckFault? {
    guard backend.refusal(of: problem) == nil else { return nil }
    let answer: LSTMAnswer<Scalar>
    do {
      answer = try backend.answer(problem)
    } catch is Refusal {
      return nil
    } catch {
      return identity == .answers ? CheckFault("no answer: \(error)", reason: error) : nil
    }
    let asked = AnsweredProblem(
      backend: backend, problem: problem, answer: answer, oracles: OracleShelf(problem, Oracle(problem)),
      other: { id in
        guard let other = subjects.first(where: { $0.id == id })?.backend, other.refusal(of: problem) == nil,
          let answer = try? other.answer(problem)
        else { return nil }
        return (other.model, answer)
      })
    guard case .failed(let fault) = outcome(on: asked) else { return nil }
    return fault
  }
}
