public import LSTMContract
internal import LSTMOracle

/// What judging one answer costs: the equations in pairs of doubles, with a radius for every element.
public struct OracleCost<Scalar: LSTMScalar>: Sendable {
  private let problem: LSTMProblem<Scalar>
  private let answer: LSTMAnswer<Scalar>
  private let model: ArithmeticModel

  /// The judging of a backend's answer to a problem.
  ///
  /// - Throws: what the backend throws.
  public init(of problem: LSTMProblem<Scalar>, answeredBy backend: any LSTMBackend<Scalar>) throws {
    self.problem = problem
    answer = try backend.answer(problem)
    model = backend.model
  }

  /// Seconds for each of `count` judgements, each with everything that a new problem needs.
  public func time(calls count: Int) -> Double {
    var discrepancies = 0
    let elapsed = ContinuousClock().measure {
      for _ in 0..<count { discrepancies += Oracle(problem).judge(answer, model: model).discrepancies }
    }
    // Looked at, so that no call can be left out.
    precondition(discrepancies >= 0)
    return elapsed / .seconds(1) / Double(count)
  }
}
