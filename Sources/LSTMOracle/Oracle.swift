public import LSTMContract

/// The numbered equations, executed in pairs of doubles, each value with its radius.
///
/// An oracle is prepared once for a problem and then judges any number of answers to it, each under the arithmetic
/// model that its subject declares. It shares no code with any backend, and it never picks a tolerance: every radius
/// follows from the model and the data (Docs/tolerances.md).
public struct Oracle<Scalar: LSTMScalar>: Sendable {
  private enum Prepared: Sendable {
    case float(PreparedProblem<Float>)
    case double(PreparedProblem<Double>)
  }

  private let prepared: Prepared

  /// Computes what all subjects share: x·K + b of every step.
  public init(_ problem: LSTMProblem<Scalar>) {
    switch AnyLSTMProblem(problem) {
    case .float(let problem): prepared = .float(PreparedProblem(problem))
    case .double(let problem):
      prepared = .double(PreparedProblem(problem, keepsSums: !PreparedProblem<Double>.isSampled(problem.shape)))
    }
  }

  /// Judges an answer step by step on its own h (R21).
  ///
  /// What the answer omits is not judged. Without outputs a row is judged so where one step of it counts, for then the
  /// states show h of every step; where more count, its states are judged by the radii of a whole run.
  ///
  /// - Parameters:
  ///   - answer: an answer to the problem that this oracle was made for.
  ///   - model: the arithmetic that the subject declares.
  ///   - tier: how the error of a sum is bounded.
  public func judge(
    _ answer: LSTMAnswer<Scalar>, model: ArithmeticModel, tier: RadiusTier = .rigorous
  ) -> StepJudgement {
    switch prepared {
    case .float(let prepared):
      guard let answer = answer as? LSTMAnswer<Float> else { preconditionFailure("a Float oracle") }
      return prepared.judgement(of: answer, model, tier)
    case .double(let prepared):
      guard let answer = answer as? LSTMAnswer<Double> else { preconditionFailure("a Double oracle") }
      return prepared.judgement(of: answer, model, tier)
    }
  }

  /// The reference's own answer with end-to-end radii.
  ///
  /// - Parameters:
  ///   - model: the arithmetic that the subject declares.
  ///   - radii: how errors are carried from step to step. Generators that would cost too much give the recursion's radii.
  public func endToEnd(model: ArithmeticModel, radii: EndToEndRadii = .recursion) -> ReferenceAnswer {
    switch prepared {
    case .float(let prepared): EndToEnd.answer(prepared, model, radii)
    case .double(let prepared): EndToEnd.answer(prepared, model, radii)
    }
  }
}
