// swift-tools-version: 6.1
import PackageDescription

// Debug builds of the arithmetic are a hundred times slower than release builds. Unsafe flags would bar the package
// from use as a versioned dependency, so they are set only where it is the root package. Generic code is specialised
// across files only when a module is compiled as a whole.
let isRoot = !Context.packageDirectory.contains("/checkouts/")

let visible: [SwiftSetting] = [
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
let numeric: [SwiftSetting] =
  visible
  + (isRoot
    ? [.unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug))] : [])
let numericC: [CSetting] = isRoot ? [.unsafeFlags(["-O2"], .when(configuration: .debug))] : []

let package = Package(
  name: "lstm-verify",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "LSTMVerify", targets: ["LSTMVerify"]),
    .executable(name: "lstm-verify", targets: ["lstm-verify"]),
    // What Benchmarks/, a package of its own, measures. No API: any of it may change in any version.
    .library(
      name: "_LSTMVerifyInternals", targets: ["LSTMContract", "LSTMOracle", "CaseLab", "Verification", "Catalog"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // Floor 0: what a problem, an answer and a backend are.
    .target(name: "LSTMContract", swiftSettings: numeric),
    .target(name: "CLSTMKernels", cSettings: numericC),
    .target(name: "CLSTMSubject"),
    .target(name: "CProcess"),
    .target(name: "CLSTMOracle", cSettings: numericC),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CPython", pkgConfig: "python3-embed", providers: [.apt(["libpython3-dev"])]),

    // Floor 1: neighbours that never import each other.
    .target(
      name: "LSTMOracle",
      dependencies: ["LSTMContract", "CLSTMOracle"],
      swiftSettings: numeric),
    .target(name: "NaiveBackend", dependencies: ["LSTMContract"], swiftSettings: numeric),
    .target(name: "SIMDBackend", dependencies: ["LSTMContract", "CLSTMKernels"], swiftSettings: numeric),
    .target(name: "BLASBackend", dependencies: ["LSTMContract", "COpenBLAS"], swiftSettings: numeric),
    .target(
      name: "NumPyReference",
      dependencies: ["LSTMContract", "CPython"],
      resources: [.copy("Python")],
      swiftSettings: numeric),
    .target(name: "CaseLab", dependencies: ["LSTMContract"], swiftSettings: numeric),
    .target(name: "Properties", dependencies: ["LSTMContract"], swiftSettings: numeric),
    .target(name: "CaseFiles", dependencies: ["LSTMContract"], swiftSettings: numeric),
    .target(name: "Mutants", dependencies: ["LSTMContract"], swiftSettings: numeric),
    .target(name: "FaithfulBank", dependencies: ["LSTMContract"], swiftSettings: numeric),

    .target(name: "Benchmarking", dependencies: ["LSTMContract", "CLSTMKernels"], swiftSettings: numeric),

    // Floor 2: says why a subject is wrong.
    .target(
      name: "Diagnostics", dependencies: ["LSTMContract", "LSTMOracle", "CaseLab", "Mutants", "FaithfulBank"],
      swiftSettings: numeric),

    // Floor 2: outside implementations presented as backends.
    .target(
      name: "Subjects", dependencies: ["LSTMContract", "CaseFiles", "CLSTMSubject", "CProcess"], swiftSettings: visible),

    // Floor 3: puts a subject on trial.
    .target(
      name: "Verification",
      dependencies: [
        "LSTMContract", "LSTMOracle", "CaseLab", "Properties", "CaseFiles", "Diagnostics",
      ],
      swiftSettings: numeric),

    // Floor 4: how good the suite itself is, and what shipping libraries answer.
    .target(
      name: "SuiteQuality",
      dependencies: [
        "LSTMContract", "LSTMOracle", "CaseLab", "Properties", "CaseFiles", "Mutants", "FaithfulBank", "Diagnostics",
        "Verification",
      ],
      swiftSettings: numeric),
    .target(
      name: "Matrix",
      dependencies: [
        "LSTMContract", "LSTMOracle", "CaseLab", "Properties", "CaseFiles", "Diagnostics", "Verification",
      ],
      swiftSettings: numeric),

    // Floor 4: the public library, and the list of what is shipped.
    .target(name: "LSTMVerify", dependencies: ["LSTMContract", "Verification"], swiftSettings: visible),
    .target(
      name: "Catalog",
      dependencies: ["LSTMContract", "NaiveBackend", "SIMDBackend", "BLASBackend", "NumPyReference", "Mutants"],
      swiftSettings: visible),
    .target(
      name: "GoldenRecording", dependencies: ["LSTMContract", "NumPyReference", "CaseLab", "CaseFiles"],
      swiftSettings: visible),

    // Floor 5: the doors.
    .executableTarget(
      name: "lstm-verify",
      dependencies: [
        "LSTMContract", "Verification", "SuiteQuality", "Matrix", "Diagnostics", "Subjects", "Catalog",
        "GoldenRecording", "CaseFiles",
        "Benchmarking",
        "SIMDBackend", "CMalloc", "CProcess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: visible),

    // Tests.
    .target(name: "TestSupport", dependencies: ["LSTMContract"], path: "Tests/TestSupport", swiftSettings: numeric),
    .testTarget(name: "LSTMContractTests", dependencies: ["LSTMContract", "NaiveBackend"], swiftSettings: visible),
    .testTarget(
      name: "LSTMOracleTests",
      dependencies: [
        "LSTMOracle", "CLSTMOracle", "LSTMContract", "FaithfulBank", "NaiveBackend", "NumPyReference", "CaseLab",
      ],
      swiftSettings: visible),
    .testTarget(
      name: "BackendTests",
      dependencies: ["LSTMContract", "Catalog", "NaiveBackend", "SIMDBackend", "BLASBackend", "CaseLab"],
      swiftSettings: visible),
    .testTarget(name: "SIMDBackendTests", dependencies: ["LSTMContract", "SIMDBackend"], swiftSettings: visible),
    .testTarget(
      name: "NumPyReferenceTests", dependencies: ["LSTMContract", "NumPyReference", "NaiveBackend"],
      swiftSettings: visible),
    .testTarget(name: "CaseLabTests", dependencies: ["LSTMContract", "CaseLab"], swiftSettings: visible),
    .testTarget(
      name: "PropertiesTests", dependencies: ["LSTMContract", "TestSupport", "Properties", "NaiveBackend", "Mutants"],
      swiftSettings: visible),
    .testTarget(name: "CaseFilesTests", dependencies: ["LSTMContract", "CaseFiles"], swiftSettings: visible),
    .testTarget(
      name: "MutantsTests", dependencies: ["LSTMContract", "TestSupport", "Mutants", "NaiveBackend"],
      swiftSettings: visible),
    .testTarget(
      name: "SubjectsTests", dependencies: ["LSTMContract", "Subjects", "CaseFiles", "lstm-verify"],
      exclude: ["Programs"],
      swiftSettings: visible),
    .testTarget(
      name: "DiagnosticsTests",
      dependencies: ["LSTMContract", "LSTMOracle", "Diagnostics", "Mutants", "FaithfulBank"], swiftSettings: visible),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "LSTMContract", "NaiveBackend", "Verification", "SuiteQuality", "Matrix", "Catalog", "CaseLab", "CaseFiles",
        "Mutants", "LSTMOracle",
        "FaithfulBank",
      ],
      swiftSettings: visible),
    .testTarget(
      name: "CommandTests", dependencies: ["lstm-verify", "LSTMContract", "CaseFiles"], swiftSettings: visible),
  ],
  swiftLanguageModes: [.v6]
)
