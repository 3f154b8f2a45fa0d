public import LSTMContract

/// A correct LSTM of its own with one switchable fault.
///
/// A pure function of the problem. Sums run from left to right over x, then h, then the bias, in `Scalar`.
public struct MutantBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// The fault, or nil: the faithful body.
  public let mutant: Mutant?

  /// `mutant:ID`; `mutant:none` for the faithful body.
  public var name: String { "mutant:\(mutant?.rawValue ?? "none")" }

  /// Round to nearest in `Scalar`: what the faithful body really does.
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// The body with this fault, or without any.
  public init(_ mutant: Mutant?) { self.mutant = mutant }

  public func run(_ asked: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) {
    let fault: any Fault = mutant?.fault ?? Faithful()
    let before = answer
    let problem = fault.rewritten(asked)
    FaultyBody(problem, fault: fault).run(into: &answer)
    fault.revise(&answer, to: asked, before: before)
    answer.runtime = name
  }
}
