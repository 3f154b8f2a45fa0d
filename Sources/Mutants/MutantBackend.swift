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
    let body = FaultyBody(problem, fault: fault)
    let (shape, options) = (problem.shape, problem.options)
    for row in 0..<shape.batch {
      var memory = body.initialMemory(row: row)
      for step in 0..<shape.timeSteps {
        body.advance(&memory, row: row, step: step)
        let time = options.goBackwards && options.outputOrder == .aligned ? shape.timeSteps - 1 - step : step
        let start = body.position(time: time, row: row) * shape.units
        answer.outputs.replaceSubrange(start..<start + shape.units, with: memory.y)
      }
      let state = row * shape.units..<(row + 1) * shape.units
      answer.lastOutput.replaceSubrange(state, with: fault.lastOutput(of: memory))
      answer.finalH.replaceSubrange(state, with: memory.h)
      answer.finalC.replaceSubrange(state, with: memory.c)
    }
    fault.revise(&answer, to: asked, before: before)
    answer.runtime = name
  }
}
