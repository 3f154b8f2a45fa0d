public import LSTMContract

/// Times backends on shapes: every contender takes its turn in every round, so that what else happens on the machine
/// meets all of them.
public struct Benchmark: Sendable {
  /// The shapes, in order.
  public var shapes: [LSTMShape]
  /// Rounds, each with at least one sample of each contender.
  public var rounds: Int
  /// Sets of weights and data that the calls go round.
  public var weightSets: Int
  /// Where one call does more operations than this, `naive` is left out.
  public var largestNaive = 2e8

  /// - Throws: `LSTMProblemError` only if a standard shape were impossible.
  public static func standardShapes() throws(LSTMProblemError) -> [LSTMShape] {
    [
      try LSTMShape(timeSteps: 1, batch: 1, inputSize: 64, units: 64),
      try LSTMShape(timeSteps: 128, batch: 1, inputSize: 128, units: 128),
      try LSTMShape(timeSteps: 64, batch: 32, inputSize: 256, units: 256),
      try LSTMShape(timeSteps: 64, batch: 64, inputSize: 512, units: 512),
      try LSTMShape(timeSteps: 32, batch: 1, inputSize: 1024, units: 1024),
    ]
  }

  /// A benchmark of these shapes.
  public init(shapes: [LSTMShape], rounds: Int, weightSets: Int = 3) {
    self.shapes = shapes
    self.rounds = rounds
    self.weightSets = weightSets
  }

  /// Times every contender on every shape.
  ///
  /// - Parameter deadline: when to end with the rounds that were timed until then.
  /// - Throws: what a contender throws.
  public func run<Scalar>(
    _ contenders: [Contender<Scalar>], until deadline: Deadline = .never
  ) throws -> BenchmarkReport {
    var limits = MachineLimits(for: Scalar.kind)
    limits.sample()
    var measurements: [Measurement] = []
    for shape in shapes where !deadline.hasPassed {
      do {
        measurements += try measure(contenders, on: shape, &limits, deadline)
      } catch {
        // A call that was cut short is no fault.
        guard deadline.hasPassed else { throw error }
      }
    }
    return BenchmarkReport(scalar: Scalar.kind, rounds: rounds, limits: limits, measurements: measurements)
  }

  private func measure<Scalar>(
    _ contenders: [Contender<Scalar>], on shape: LSTMShape, _ limits: inout MachineLimits, _ deadline: Deadline
  ) throws -> [Measurement] {
    let problems = try (0..<weightSets).map {
      try benchmarkProblem(shape, seed: UInt64($0 + 1), of: Scalar.self)
    }
    var runs: [Run<Scalar>] = []
    for contender in contenders where contender.name != "naive" || shape.operations <= largestNaive {
      for packing in Packing.allCases {
        if deadline.hasPassed { return [] }
        guard let course = try contender.course(problems, packing) else { continue }
        // Warms caches and scratch memory, and says how many calls fill a sample.
        let seconds = try (0..<2).map { _ in try course.time(calls: weightSets) }.min() ?? 1
        runs.append(
          Run(
            contender: contender, packing: packing, course: course, verdict: try course.verdict(),
            calls: max(1, Int(0.5e-3 / max(seconds, 1e-9))), samples: seconds < 5e-3 ? 9 : 1))
      }
    }
    for round in 0..<rounds {
      if deadline.hasPassed {
        if round == 0 { return [] }
        break
      }
      limits.sample()
      for index in runs.indices {
        let samples = try (0..<runs[index].samples).map { _ in
          try runs[index].course.time(calls: runs[index].calls)
        }
        runs[index].seconds.append(samples.sorted())
      }
    }
    return try runs.map { run in
      // The answers before the rounds, and those after them.
      var verdict = run.verdict
      if verdict == .right { verdict = try run.course.verdict() }
      return Measurement(
        backend: run.contender.name, runtime: run.course.runtime, scalar: Scalar.kind, shape: shape,
        threads: run.contender.threads, isOwn: run.contender.isOwn, packing: run.packing, weightSets: weightSets,
        rounds: run.seconds.map { $0[$0.count / 2] }, seconds: run.seconds.flatMap { $0 }.sorted(),
        answers: verdict)
    }
  }
}

/// One contender's samples on one shape.
private struct Run<Scalar: LSTMScalar> {
  let contender: Contender<Scalar>
  let packing: Packing
  let course: any Course
  /// Of the answers before the rounds.
  let verdict: CourseVerdict
  /// Calls in a sample, and samples in a round.
  let calls, samples: Int
  /// The samples of each round, in increasing order.
  var seconds: [[Double]] = []
}
