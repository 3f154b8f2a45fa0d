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
  ///
  /// - Parameter fault: what is wrong with an answer to a problem, or nil; without it answers are not judged.
  public init(
    _ name: String, threads: Int = 1, _ backend: any LSTMBackend<Scalar>,
    fault: (@Sendable (LSTMProblem<Scalar>, LSTMAnswer<Scalar>) -> String?)? = nil
  ) {
    self.name = name
    self.threads = threads
    isOwn = true
    makeCourse = { try BackendCourse(backend, $0, $1, fault) }
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
  /// What is to be said of the answers of the last calls.
  ///
  /// - Throws: what keeps the answers from being judged.
  func verdict() throws -> CourseVerdict
}

extension Course {
  /// Nobody can see them.
  public func verdict() throws -> CourseVerdict { .notJudged }
}

/// What is to be said of the answers of timed calls.
public enum CourseVerdict: Sendable, Equatable {
  case right
  /// With what is wrong, in one line.
  case wrong(String)
  /// Nobody can see them.
  case notJudged
}

extension CourseVerdict {
  /// As the table of a report has it.
  var word: String {
    switch self {
    case .right: "right"
    case .wrong: "wrong"
    case .notJudged: "timed, not judged"
    }
  }
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
  private let fault: (@Sendable (LSTMProblem<Scalar>, LSTMAnswer<Scalar>) -> String?)?
  private var answer: LSTMAnswer<Scalar>
  private var next = 0

  /// Nil where the backend prepares no layers and `packing` asks for one, or where it refuses the problem.
  init?(
    _ backend: any LSTMBackend<Scalar>, _ problems: [LSTMProblem<Scalar>], _ packing: Packing,
    _ fault: (@Sendable (LSTMProblem<Scalar>, LSTMAnswer<Scalar>) -> String?)?
  ) throws {
    guard let first = problems.first, backend.refusal(of: first) == nil else { return nil }
    self.problems = problems
    self.backend = backend
    self.fault = fault
    sequences = problems.map(\.sequences)
    answer = LSTMAnswer(to: first)
    if packing == .once {
      guard let preparing = backend as? any LSTMLayerBackend<Scalar> else { return nil }
      layers = try problems.map { try preparing.makeLayer($0.parameters) }
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

  /// Of the last call of all.
  func verdict() -> CourseVerdict {
    guard let fault else { return .notJudged }
    let last = problems[(next + problems.count - 1) % problems.count]
    return fault(last, answer).map(CourseVerdict.wrong) ?? .right
  }
}
