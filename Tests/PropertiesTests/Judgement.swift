import LSTMContract
import Properties
import Testing

extension Laws {
  /// The law of this name.
  static func named(_ name: String) throws -> any Law { try #require(all.first { $0.name == name }) }
}

extension CallLaws {
  /// The call law of this name.
  static func named(_ name: String) throws -> any CallLaw { try #require(all.first { $0.name == name }) }
}

extension CallLaw {
  /// How the law is broken, where an answer to another problem is right if it has the bits of the faithful body's; nil
  /// where it is kept or does not apply.
  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64 = 0
  ) throws -> CallLawViolation? {
    do {
      return try violation(of: backend, on: problem, original: original, draw: draw) { other, answer in
        guard let right = try? faithful(other) else { return false }
        return AnswerPart.allCases.allSatisfy { part in
          zip(answer[part], right[part]).allSatisfy { $0.bits == $1.bits || ($0.isNaN && $1.isNaN) }
        }
      }
    } catch is LawNotApplicable {
      return nil
    }
  }
}

/// What a law said about one problem.
enum Judgement: Equatable {
  case notApplicable
  case held
  case broken
}

extension Law {
  /// Applies the law to a backend's answer and compares: bit for bit where the law says so, else within `tolerance`
  /// of max(1, |value|) and the slack.
  func judge<S: LSTMScalar>(
    _ backend: some LSTMBackend<S>, on problem: LSTMProblem<S>, draw: UInt64, tolerance: Double
  ) throws -> Judgement {
    let outcome = try apply(
      to: problem, original: backend.answer(problem), draw: draw, run: { try backend.answer($0) })
    guard case .comparison(let comparison) = outcome else { return .notApplicable }
    for part in comparison.parts {
      let observed = comparison.observed[part]
      switch comparison.predicted {
      case .otherRun(let answer):
        guard answer[part].count == observed.count else { return .broken }
        for (wanted, found) in zip(answer[part], observed) {
          let same =
            exactness == .bitForBit
            ? wanted.bits == found.bits || (wanted.isNaN && found.isNaN)
            : abs(Double(wanted) - Double(found)) <= tolerance * max(1, abs(Double(wanted)))
          guard same else { return .broken }
        }
      case .closedForm(let values, let slack):
        let (values, slack) = try (#require(values[part]), #require(slack[part]))
        guard values.count == observed.count, slack.count == observed.count else { return .broken }
        for index in observed.indices {
          let error = abs(values[index] - Double(observed[index]))
          guard error <= tolerance * max(1, abs(values[index])) + slack[index] else { return .broken }
        }
      }
    }
    return .held
  }
}
