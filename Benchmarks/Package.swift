// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that lstm-verify never depends on the library that measures it.
let internals = Target.Dependency.product(name: "_LSTMVerifyInternals", package: "lstm-verify")
let library = Target.Dependency.product(name: "Benchmark", package: "benchmark")

let package = Package(
  name: "lstm-verify-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "lstm-verify", path: ".."),
    // Without its traits nothing stands between a call and malloc; counts of allocations then read 0 and say nothing.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [.target(name: "BenchmarkSupport", dependencies: [internals, library])]
    + ["BackendBenchmarks", "OracleBenchmarks", "PipelineBenchmarks"].map { suite in
      .executableTarget(
        name: suite, dependencies: [internals, library, "BenchmarkSupport"], path: "Benchmarks/\(suite)",
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    },
  swiftLanguageModes: [.v6]
)
