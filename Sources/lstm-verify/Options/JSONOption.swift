import ArgumentParser

/// `--json`.
struct JSONOption: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Print the report as JSON instead of text.")
  var isGiven = false
}
