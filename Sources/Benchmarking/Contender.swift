public import LSTMContract

/// A backend in a benchmark.
public struct Contender<Scalar: LSTMScalar>: Sendable {
  /// The name under which it is reported.
  public let name: String
  /// The number of threads that it was told to use.
  public let threads: Int
  /// Whether it is one of this package's, rather than what they are compared with.
  public let isOwn: Bool
  private let makeCourse: @Sendable ([LSTMProblem<Scalar>], Packing) throws -> (any Course)?

  /// A backend under the name `name`, which runs on this many threads.
  public init(_ name: String, threads: Int = 1, _ backend: any LSTMBackend<Scalar>) {
    self.name = name
    self.threads = threads
    isOwn = true
    makeCourse = { try BackendCourse(backend, $0, $1) }
  }

  /// An implementation elsewhere, with weights packed once.
  ///
  /// - Parameter course: makes its calls on the problems ready to be timed, or gives nil where it refuses them.
  public init(
    foreign name: String, threads: Int, course: @escaping @Sendable ([LSTMProblem<Scalar>]) throws -> (any Course)?
  ) {
    self.name = name
    self.threads = threads
    isOwn = false
    makeCourse = { problems, packing in packing == .once ? try course(problems) : nil }
  }

  /// The calls ready to be timed; nil where it does not pack in this way or refuses the problems.
  func course(_ problems: [LSTMProblem<Scalar>], _ packing: Packing) throws -> (any Course)? {
    try makeCourse(problems, packing)
  }
}

/// One contender's calls on one shape, ready to be timed: they go round several sets of weights and data.
public protocol Course {
  /// Seconds for each of `count` calls.
  ///
  /// - Throws: what a call throws.
  func time(calls count: Int) throws -> Double
  /// The code path that ran last.
  var runtime: String { get }
}

/// When a contender orders its weights.
public enum Packing: String, CaseIterable, Sendable, Codable {
  /// Before the clock starts, in a prepared layer.
  case once
  /// In every call.
  case perCall = "per call"
}

/// The calls of a backend.
private final class BackendCourse<Scalar: LSTMScalar>: Course {
  private let problems: [LSTMProblem<Scalar>]
  private let sequences: [LSTMSequences<Scalar>]
  private var layers: [any LSTMLayer<Scalar>] = []
  private let backend: any LSTMBackend<Scalar>
  private var answer: LSTMAnswer<Scalar>
  private var next = 0

  /// Nil where the backend prepares no layers and `packing` asks for one, or where it refuses the problem.
  init?(_ backend: any LSTMBackend<Scalar>, _ problems: [LSTMProblem<Scalar>], _ packing: Packing) throws {
    guard let first = problems.first, backend.refusal(of: first) == nil else { return nil }
    self.problems = problems
    self.backend = backend
    sequences = problems.map { LSTMSequences($0) }
    answer = LSTMAnswer(to: first)
    if packing == .once {
      guard let preparing = backend as? any LSTMLayerBackend<Scalar> else { return nil }
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
