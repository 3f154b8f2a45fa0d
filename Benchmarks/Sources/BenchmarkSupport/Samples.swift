public import Benchmark

extension Benchmark.Configuration {
  /// Samples of `calls` calls each for this long, after a call on every set of weights and data.
  public static func samples(of calls: BenchmarkScalingFactor = .one, for duration: Duration) -> Self {
    Self(
      metrics: [.wallClock, processorTime(calls), .throughput],
      timeUnits: calls == .one ? .microseconds : .nanoseconds, units: [processorTime(calls): .count],
      warmupIterations: 3, scalingFactor: calls, maxDuration: duration)
  }

  /// The library's own CPU times come in ticks of 10 ms on Linux, longer than most samples here.
  fileprivate static func processorTime(_ calls: BenchmarkScalingFactor) -> BenchmarkMetric {
    .custom("Time (CPU) (\(calls == .one ? "μs" : "ns"))", polarity: .prefersSmaller)
  }
}

extension Benchmark {
  /// One sample: `body` as often as the scaling factor says.
  public func sample(_ body: () throws -> Void) rethrows {
    startMeasurement()
    let start = processorNanoseconds()
    for _ in scaledIterations { try body() }
    let spent = processorNanoseconds() - start
    stopMeasurement()
    let calls = configuration.scalingFactor
    measurement(Configuration.processorTime(calls), calls == .one ? spent / 1000 : spent)
  }
}
