import BenchmarkSupport
import LSTMContract
import LSTMOracle

/// When a backend orders its weights.
enum Packing: String {
  case perCall = "weights packed per call"
  case once = "prepared layer"
}

/// The forward calls of one backend on several sets of weights and data of one shape.
final class ForwardCalls<Scalar: LSTMScalar> {
  private let backend: any LSTMBackend<Scalar>
  private let problems: [LSTMProblem<Scalar>]
  private let sequences: [LSTMSequences<Scalar>]
  private var layers: [any LSTMLayer<Scalar>]
  private var answer: LSTMAnswer<Scalar>
  private var rotation = Rotation()

  /// - Throws: `WrongAnswer`, so that no time is reported of a backend that is wrong; what the backend throws.
  init(_ backend: any LSTMBackend<Scalar>, _ shape: LSTMShape, _ packing: Packing) throws {
    self.backend = backend
    let problems = try (0..<rotation.count).map { try randomProblem(shape, seed: UInt64($0), of: Scalar.self) }
    self.problems = problems
    sequences = problems.map(\.sequences)
    answer = LSTMAnswer(to: sequences[0])
    layers = []
    if packing == .once, let preparing = backend as? any LSTMLayerBackend<Scalar> {
      layers = try problems.map { try preparing.makeLayer($0.parameters) }
    }
    for problem in problems {
      try run()
      if let wrong = Oracle(problem).judge(answer, model: backend.model).first {
        throw WrongAnswer(backend: backend.name, discrepancy: wrong)
      }
    }
  }

  /// One call, on the next set.
  func run() throws {
    let next = rotation.next()
    if layers.isEmpty {
      try backend.run(problems[next], into: &answer)
    } else {
      try layers[next].run(sequences[next], into: &answer)
    }
  }
}

/// An answer that the oracle rejects.
struct WrongAnswer: Error {
  let backend: String
  let discrepancy: Discrepancy
}
