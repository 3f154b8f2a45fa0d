public import ArgumentParser
public import LSTMContract

extension ScalarKind: ExpressibleByArgument {}

/// `--scalar` of what is done in both formats unless one is named.
struct ScalarOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Only this format; both in turn by default.", valueName: "scalar"))
  var scalar: ScalarKind?

  /// The formats, in order.
  var kinds: [ScalarKind] { scalar.map { [$0] } ?? ScalarKind.allCases }
}

/// `--scalar` of what is timed, in one format.
struct TimedScalarOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The format.", valueName: "scalar"))
  var scalar = ScalarKind.float
}
