import LSTMContract
import Mutants
import Testing

/// The faithful body with something planted around it.
struct PlantedBackend<Scalar: LSTMScalar>: LSTMBackend {
  let name = "planted"
  let model = ArithmeticModel(scalar: Scalar.kind)
  private let body: @Sendable (LSTMProblem<Scalar>, inout LSTMAnswer<Scalar>) throws -> Void

  init(_ body: @escaping @Sendable (LSTMProblem<Scalar>, inout LSTMAnswer<Scalar>) throws -> Void) {
    self.body = body
  }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try body(problem, &answer)
  }
}

/// The right answer.
func faithful<S: LSTMScalar>(_ problem: LSTMProblem<S>) throws -> LSTMAnswer<S> {
  try MutantBackend(nil).answer(problem)
}

/// A planted fault that the mutant bank does not have, and the law that is there to catch it.
struct PlantedFault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let backend: PlantedBackend<Double>
}

extension PlantedFault {
  /// Every row starts from the states of row 0.
  static let sharedInitialState = PlantedFault(
    testDescription: "the initial state is broadcast from row 0",
    backend: PlantedBackend { problem, answer in
      let units = problem.shape.units
      func broadcast(_ state: Tensor<Double>) throws -> Tensor<Double> {
        try Tensor(shape: state.shape, elements: state.elements.indices.map { state[$0 % units] })
      }
      answer = try faithful(
        problem.replacing(initialH: broadcast(problem.initialH), initialC: broadcast(problem.initialC)))
    })

  /// Where there is a mask, it is read one step late.
  static let lateMask = PlantedFault(
    testDescription: "a mask hides the first step",
    backend: PlantedBackend { problem, answer in
      guard var mask = problem.mask, problem.shape.timeSteps > 0 else { return answer = try faithful(problem) }
      for row in 0..<problem.shape.batch {
        mask[problem.options.layout == .timeMajor ? row : row * problem.shape.timeSteps] = false
      }
      answer = try faithful(problem.replacing(mask: .some(mask)))
    })

  /// Masking by multiplication: 0 x is NaN where x is NaN or infinite.
  static let maskedByProduct = PlantedFault(
    testDescription: "masked inputs are multiplied by zero",
    backend: PlantedBackend { problem, answer in
      answer = try faithful(problem)
      guard let mask = problem.mask else { return }
      let inputSize = problem.shape.inputSize
      let hidden = mask.elements.indices.filter { !mask[$0] }
      let leak = hidden.flatMap { problem.input.elements[$0 * inputSize..<($0 + 1) * inputSize] }
      answer.finalH = answer.finalH.map { value in leak.reduce(value) { $0 + 0 * $1 } }
    })

  /// The layout is not looked at: everything is read as batch-major.
  static let layoutIgnored = PlantedFault(
    testDescription: "time-major arrays are read as batch-major",
    backend: PlantedBackend { problem, answer in
      guard problem.shape.timeSteps == problem.shape.batch else { return answer = try faithful(problem) }
      var options = problem.options
      options.layout = .batchMajor
      let right = try faithful(problem.replacing(options: options))
      answer = try LSTMAnswer(
        to: problem, lastOutput: right.lastOutput, outputs: right.outputs, finalH: right.finalH,
        finalC: right.finalC, runtime: "")
    })
}
