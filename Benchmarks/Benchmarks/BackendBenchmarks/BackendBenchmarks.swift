import Benchmark
import BenchmarkSupport
import Catalog
import LSTMContract

/// One forward call of each shipped backend, on one thread.
let benchmarks: @Sendable () -> Void = {
  do {
    let small = try LSTMShape(timeSteps: 1, batch: 1, inputSize: 64, units: 64)
    let middle = try LSTMShape(timeSteps: 16, batch: 16, inputSize: 256, units: 256)
    for subject in Catalog.backends {
      // A small call takes microseconds, a thousand of them what a clock can measure.
      register(subject, small, calls: .kilo, of: Float.self)
      register(subject, small, calls: .kilo, of: Double.self)
      register(subject, middle, calls: .one, of: Float.self)
      register(subject, middle, calls: .one, of: Double.self)
    }
  } catch {
    fatalError("\(error)")
  }
}

private func register<Scalar: LSTMScalar>(
  _ subject: LSTMSubject, _ shape: LSTMShape, calls: BenchmarkScalingFactor, of type: Scalar.Type
) {
  guard let backend = subject.backend(as: type) else { return }
  let packings: [Packing] = backend is any LSTMLayerBackend<Scalar> ? [.perCall, .once] : [.perCall]
  for packing in packings {
    Benchmark(
      "\(subject.name) \(Scalar.kind) \(shape), \(packing.rawValue)",
      configuration: .samples(of: calls, for: .milliseconds(500)),
      closure: { benchmark, forward in try benchmark.sample { try forward.run() } },
      setup: { try ForwardCalls(backend, shape, packing) })
  }
}
