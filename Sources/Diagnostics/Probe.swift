internal import CaseLab
internal import LSTMContract
internal import LSTMOracle

/// A problem that tells mistakes apart, with what it isolates.
struct Probe<Scalar: LSTMScalar>: Sendable {
  /// What goes wrong where it fails, in a few words.
  let name: String
  /// The equation that it isolates.
  let equation: Equation
  let problem: LSTMProblem<Scalar>
  let oracle: Oracle<Scalar>

  init(_ name: String, _ equation: Equation, _ problem: LSTMProblem<Scalar>) {
    self.name = name
    self.equation = equation
    self.problem = problem
    oracle = Oracle(problem)
  }
}

/// The probes of a diagnosis: designed ones, simplest first, then drawn cases.
struct ProbeSet<Scalar: LSTMScalar>: Sendable {
  /// Every hypothesis answers every probe, so large cases are passed over; designed probes cover large sizes.
  private static var mostProducts: Int { 20_000 }

  /// In the order in which a failure is localised: each relies only on what those before it have shown.
  let designed: [Probe<Scalar>]
  /// Cases of the generator: coverage of sizes and of values that nobody thought of.
  let drawn: [Probe<Scalar>]

  /// - Parameter drawnCases: how many cases to draw.
  init(drawnCases: Int) {
    designed = DesignedProbes<Scalar>.all
    let generator = CaseGenerator(seed: 0xD1A6_7057)
    var drawn: [Probe<Scalar>] = []
    var index = 0
    while drawn.count < drawnCases {
      let next = generator.draw(index: index, as: Scalar.self)
      if next.problem.products <= Self.mostProducts { drawn.append(Probe(next.line, .preActivation, next.problem)) }
      index += 1
    }
    self.drawn = drawn
  }
}

extension LSTMProblem {
  /// Multiplications in all products.
  fileprivate var products: Int { shape.timeSteps * shape.batch * 4 * shape.units * (shape.inputSize + shape.units) }
}
