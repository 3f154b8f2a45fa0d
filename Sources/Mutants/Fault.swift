internal import LSTMContract

/// The named points of the faithful body. A fault replaces one of them; what it leaves alone is right.
protocol Fault: Sendable {
  /// The fault with nothing remembered of earlier calls.
  func renewed() -> any Fault
  /// Before anything: the problem that is answered in the place of the one asked.
  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S>
  /// z of one gate and unit, before its activation.
  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S
  /// The activation of one gate.
  func gateValue<S: LSTMScalar>(_ gate: Gate, of activation: Activation, at z: S, by rule: ActivationRule) -> S
  /// The activation of the cell state.
  func cellValue<S: LSTMScalar>(of activation: Activation, at c: S, by rule: ActivationRule) -> S
  /// After everything: the answer as it is returned; `before` is what the caller's arrays held.
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>)
  /// For each row: the memory before the first step.
  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>)
  /// The time index at which the mask of a processing step is read (E8).
  func maskTime(ofStep step: Int, in shape: LSTMShape, options: LSTMOptions) -> Int
  /// An activation of a gate, of the candidate or of the cell state.
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S
  /// c as it is kept after an unmasked step.
  func kept<S: LSTMScalar>(cellState c: S) -> S
  /// After an unmasked step: what the next step will see and what is returned.
  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>)
  /// A masked step.
  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions)
  /// After the last step of a row: the last output.
  func lastOutput<S: LSTMScalar>(of memory: RowMemory<S>) -> [S]
  /// What computation alone says of the fault under this model.
  func standing(under model: ArithmeticModel) -> Standing
}

extension Fault {
  func renewed() -> any Fault { self }

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> { problem }

  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S { z }

  func gateValue<S: LSTMScalar>(_ gate: Gate, of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    value(of: activation, at: z, by: rule)
  }

  func cellValue<S: LSTMScalar>(of activation: Activation, at c: S, by rule: ActivationRule) -> S {
    value(of: activation, at: c, by: rule)
  }

  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {}

  func begin<S: LSTMScalar>(_ memory: inout RowMemory<S>) {}

  func maskTime(ofStep step: Int, in shape: LSTMShape, options: LSTMOptions) -> Int {
    options.goBackwards ? shape.timeSteps - 1 - step : step
  }

  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    rule.value(of: activation, at: z)
  }

  func kept<S: LSTMScalar>(cellState c: S) -> S { c }

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {}

  func skip<S: LSTMScalar>(_ memory: inout RowMemory<S>, options: LSTMOptions) { memory.skip(options: options) }

  func lastOutput<S: LSTMScalar>(of memory: RowMemory<S>) -> [S] { memory.y }

  func standing(under model: ArithmeticModel) -> Standing { .undetermined }
}

/// A fault in the parameters. Apart from `Fault`, so that the body unpacks them for no other.
protocol ParameterFault: Fault {
  /// Once: the parameters, unpacked from the problem.
  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>)
}

/// The gates of one unit, activated.
struct CellGates<S: LSTMScalar> {
  var i, f, j, o: S
}

/// A fault in E6 or E7. Apart from `Fault`, so that the body's own cell stays fast.
protocol CellFault: Fault {
  /// The new cell state and hidden state of one unit.
  func states<S: LSTMScalar>(_ gates: CellGates<S>, previous c: S, squash: (S) -> S) -> (c: S, h: S)
}

/// A fault in the sums of products. Apart from `Fault`, so that the body's own sums stay fast.
protocol TermFault: Fault {
  /// One term of a pre-activation, added to the sum so far.
  func adding<S: LSTMScalar>(_ value: S, _ weight: S, to sum: S) -> S
  /// Two partial sums, added.
  func joining<S: LSTMScalar>(_ left: S, _ right: S) -> S
  /// The unit roundoff of the fault's own additions, 0 where they round as the scalar type does.
  var accumulatorRoundoff: Double { get }
}

extension TermFault {
  func joining<S: LSTMScalar>(_ left: S, _ right: S) -> S { left + right }

  var accumulatorRoundoff: Double { 0 }
}

/// No fault.
struct Faithful: Fault {}
