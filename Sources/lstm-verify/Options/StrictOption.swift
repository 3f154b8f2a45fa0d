import ArgumentParser

/// `--strict`.
struct StrictOption: ParsableArguments {
  @Flag(name: .customLong("strict"), help: "Count suspicious answers as wrong.")
  var isGiven = false
}
