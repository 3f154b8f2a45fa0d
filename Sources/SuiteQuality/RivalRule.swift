internal import CaseLab
internal import LSTMContract
internal import LSTMOracle
internal import Mutants
internal import Verification

/// The way another suite tests an LSTM, rebuilt from its documentation: its data, its tolerance, the outputs that it
/// compares. Applied to the same bank it says what that way would have noticed.
struct RivalRule: Sendable {
  /// The name that `--rules` takes.
  var name: String
  /// The rule in one sentence.
  var sentence: String
  /// Float problems, as that suite makes them.
  var problems: [LSTMProblem<Float>]
  /// The arrays that it compares on a problem.
  var parts: @Sendable (LSTMProblem<Float>) -> [AnswerPart]
  /// Whether it accepts an array.
  var accepts: @Sendable (_ actual: [Double], _ expected: [Double], _ problem: LSTMProblem<Float>) -> Bool

  /// The rule with the reference's answers, computed once.
  func prepared() -> PreparedRule {
    PreparedRule(
      rule: self,
      expected: problems.map { problem in
        let reference = Oracle(problem).endToEnd(model: ArithmeticModel(scalar: .float))
        return Dictionary(uniqueKeysWithValues: parts(problem).map { ($0, reference[$0].value) })
      })
  }
}

/// A rule and the answers that it expects.
struct PreparedRule: Sendable {
  let rule: RivalRule
  let expected: [[AnswerPart: [Double]]]

  /// Whether the rule notices the mutant.
  func notices(_ mutant: Mutant?) -> Bool {
    let backend = MutantBackend<Float>(mutant)
    return zip(rule.problems, expected).contains { problem, expected in
      guard let answer = try? backend.answer(problem) else { return true }
      return rule.parts(problem).contains { part in
        !rule.accepts(answer[part].map { Double($0) }, expected[part] ?? [], problem)
      }
    }
  }
}
