internal import LSTMContract
internal import LSTMOracle
internal import Mutants

/// A problem that tells mistakes apart, with what it isolates.
struct Probe<Scalar: LSTMScalar>: Sendable {
  /// What goes wrong where it fails, in a few words.
  let name: String
  /// The equation that it isolates.
  let equation: Equation
  let problem: LSTMProblem<Scalar>
  let oracle: Oracle<Scalar>
  /// A right answer, in the style in which hypotheses are evaluated.
  let faithful: LSTMAnswer<Scalar>
  /// Whether it is so short, on numbers so small, that rounding cannot matter much.
  let isTame: Bool

  init(_ name: String, _ equation: Equation, _ problem: LSTMProblem<Scalar>) {
    self.name = name
    self.equation = equation
    self.problem = problem
    oracle = Oracle(problem)
    isTame = problem.isTame
    faithful = Hypothesis([]).answer(problem, asked: problem)
  }
}

extension LSTMProblem {
  /// Whether it is a few steps on small numbers.
  fileprivate var isTame: Bool {
    guard shape.timeSteps <= 4 else { return false }
    func largest(_ values: [Scalar]) -> Double { values.lazy.map { Double(abs($0)) }.max() ?? 0 }
    let states = [input, initialH, initialC].map { largest($0.elements) }
    let weights = max(largest(inputKernel.elements), largest(hiddenKernel.elements))
    let size = Double(shape.inputSize + shape.units) * max(states[0], states[1]) * weights
    // Four steps enlarge an error of one by at most the third power of this.
    return size + states[2] + largest(bias?.elements ?? []) < (shape.timeSteps <= 1 ? 512 : 16)
  }
}
