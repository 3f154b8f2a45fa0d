public import LSTMContract

/// A backend in a benchmark.
public struct Contender<Scalar: LSTMScalar>: Sendable {
  /// The name under which it is reported.
  public let name: String
  /// The number of threads that it was told to use.
  public let threads: Int
  /// What is measured.
  public let backend: any LSTMBackend<Scalar>

  /// A backend under the name `name`, which runs on this many threads.
  public init(_ name: String, threads: Int = 1, _ backend: any LSTMBackend<Scalar>) {
    self.name = name
    self.threads = threads
    self.backend = backend
  }
}

/// When a contender orders its weights.
public enum Packing: String, CaseIterable, Sendable, Codable {
  /// Before the clock starts, in a prepared layer.
  case once
  /// In every call.
  case perCall = "per call"
}

/// One contender's calls on one shape, ready to be timed: the calls go round several sets of weights and data.
final class Course<Scalar: LSTMScalar> {
  private let problems: [LSTMProblem<Scalar>]
  private let sequences: [LSTMSequences<Scalar>]
  private var layers: [any LSTMLayer<Scalar>] = []
  private let backend: any LSTMBackend<Scalar>
  private var answer: LSTMAnswer<Scalar>
  private var next = 0

  /// Nil where the backend prepares no layers and `packing` asks for one, or where it refuses the problem.
  init?(_ contender: Contender<Scalar>, _ problems: [LSTMProblem<Scalar>], _ packing: Packing) throws {
    guard let first = problems.first, contender.backend.refusal(of: first) == nil else { return nil }
    self.problems = problems
    backend = contender.backend
    sequences = problems.map { LSTMSequences($0) }
    answer = LSTMAnswer(to: first)
    if packing == .once {
      guard let preparing = contender.backend as? any LSTMLayerBackend<Scalar> else { return nil }
      layers = try problems.map { try preparing.makeLayer(LSTMParameters($0)) }
    }
  }

  /// Seconds for each of `count` calls.
  func time(calls count: Int) throws -> Double {
    try duration {
      for _ in 0..<count {
        if layers.isEmpty {
          try backend.run(problems[next], into: &answer)
        } else {
          try layers[next].run(sequences[next], into: &answer)
        }
        next = next + 1 == problems.count ? 0 : next + 1
      }
    } / Double(count)
  }

  /// The code path that ran last.
  var runtime: String { answer.runtime }
}
