import Benchmark
import CaseLab
import Catalog
import LSTMContract
import RandomProblems
import Verification

/// The parts of `lstm-verify --fuzz`. Cases differ in size, so the spread of these times is mostly that of the cases.
let benchmarks: @Sendable () -> Void = {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal, .throughput], warmupIterations: 3, maxDuration: .seconds(3))

  Benchmark(
    "draw 100 cases", configuration: configuration,
    closure: { benchmark, generator in
      let first = 100 * benchmark.currentIteration
      for index in first..<first + 100 {
        if index.isMultiple(of: 2) {
          blackHole(generator.draw(index: index, as: Float.self))
        } else {
          blackHole(generator.draw(index: index, as: Double.self))
        }
      }
    },
    setup: { CaseGenerator(seed: CampaignConfiguration.defaultSeed) })

  Benchmark(
    "judge a block of 32 cases of \(Catalog.backends.count) backends, laws included", configuration: configuration,
    closure: { benchmark, subjects in
      // Sixteen blocks in rotation, so that two runs of the benchmark judge the same cases.
      let block = CampaignConfiguration(cases: 32, seed: UInt64(benchmark.currentIteration % 16))
      let report = try Campaign(block, subjects: subjects).runWithoutReference()
      guard report.counterexamples.isEmpty else { return benchmark.error("a shipped backend is wrong") }
    },
    setup: { Catalog.backends })
}
