import Benchmark
import BenchmarkSupport
import CaseLab
import Catalog
import Verification

/// The parts of `lstm-verify --fuzz`. Cases differ in size, so the spread of these times is mostly that of the cases.
let benchmarks: @Sendable () -> Void = {
  Benchmark(
    "draw 100 cases", configuration: .samples(for: .seconds(2)),
    closure: { benchmark, generator in
      // Other cases in every sample.
      let first = 100 * benchmark.currentIteration
      benchmark.sample {
        for index in first..<first + 100 {
          if index.isMultiple(of: 2) {
            blackHole(generator.draw(index: index, as: Float.self))
          } else {
            blackHole(generator.draw(index: index, as: Double.self))
          }
        }
      }
    },
    setup: { CaseGenerator(seed: CampaignConfiguration.defaultSeed) })

  Benchmark(
    "judge \(Catalog.backends.count) backends on a block of 32 cases", configuration: .samples(for: .seconds(4)),
    closure: { benchmark, subjects in
      // Sixteen blocks in rotation, so that two runs judge the same cases.
      let block = CampaignConfiguration(cases: 32, seed: UInt64(benchmark.currentIteration % 16))
      try benchmark.sample {
        let report = try Campaign(block, subjects: subjects).runWithoutReference()
        if !report.counterexamples.isEmpty { benchmark.error("a shipped backend is wrong") }
      }
    },
    setup: { Catalog.backends })
}
