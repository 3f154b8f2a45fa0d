public import LSTMContract

/// A correct LSTM of its own with one switchable fault.
///
/// A pure function of the problem. In the plain evaluation sums run from left to right over x, then h, then the bias, in
/// `Scalar`, and each activation is rounded once.
public struct MutantBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// The fault, or nil: the faithful body.
  public let mutant: Mutant?
  /// How everything but the fault is evaluated.
  public let evaluation: Evaluation

  /// `mutant:ID`; `mutant:none` for the faithful body.
  public var name: String {
    "mutant:\(mutant?.rawValue ?? "none")"
      + (evaluation.style == EvaluationStyle() ? "" : " in \(evaluation.style.name)")
  }

  /// False: it is shipped.
  public var isOutside: Bool { false }

  /// Round to nearest in `Scalar`: what the faithful body really does.
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// The body with this fault, or without any.
  public init(_ mutant: Mutant?, evaluation: Evaluation = .plain) {
    self.mutant = mutant
    self.evaluation = evaluation
  }

  public func renewed() -> (any LSTMBackend<Scalar>)? { MutantBackend(mutant?.renewed()) }

  public func run(_ asked: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) {
    let fault: any Fault = mutant?.fault ?? Faithful()
    let before = answer
    let problem = fault.rewritten(asked)
    FaultyBody(problem, fault: fault, evaluation: evaluation).run(into: &answer)
    fault.revise(&answer, to: asked, before: before)
    answer.runtime = name
  }
}
