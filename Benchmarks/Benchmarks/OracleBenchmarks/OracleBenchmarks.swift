import Benchmark
import BenchmarkSupport
import LSTMContract
import LSTMOracle

/// What judging costs, beside the naive forward call on the same problems.
let benchmarks: @Sendable () -> Void = {
  do {
    for shape in [
      try LSTMShape(timeSteps: 16, batch: 4, inputSize: 32, units: 32),
      try LSTMShape(timeSteps: 4, batch: 16, inputSize: 256, units: 256),
    ] {
      register(shape, of: Float.self)
      register(shape, of: Double.self)
    }
  } catch {
    fatalError("\(error)")
  }
}

private func register<Scalar: LSTMScalar>(_ shape: LSTMShape, of type: Scalar.Type) {
  let place = "\(Scalar.kind) \(shape)"
  func register(_ name: String, _ body: @escaping (NaiveAnswers<Scalar>) throws -> Void) {
    Benchmark(
      "\(name), \(place)", configuration: .samples(for: .milliseconds(500)),
      closure: { benchmark, answers in try benchmark.sample { try body(answers) } },
      setup: { try NaiveAnswers<Scalar>(shape) })
  }
  register("naive forward call") { try $0.forward() }
  register("judge an answer") { blackHole($0.judge()) }
  register("judge a further answer to the same problem") { blackHole($0.judgeFurtherAnswer()) }
  register("end-to-end radii") { blackHole($0.endToEnd()) }

  // Both in turn inside one sample, so that what else happens on the machine meets both.
  let percent = BenchmarkMetric.custom("Judging / naive call (%)", polarity: .prefersSmaller, useScalingFactor: false)
  Benchmark(
    "judge an answer over naive forward call, \(place)",
    configuration: .init(metrics: [percent], warmupIterations: 3, maxDuration: .milliseconds(500)),
    closure: { benchmark, answers in
      benchmark.measurement(percent, Int((100 * (try answers.judgingOverForward())).rounded()))
    },
    setup: { try NaiveAnswers<Scalar>(shape) })
}
