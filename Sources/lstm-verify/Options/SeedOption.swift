import ArgumentParser
import Verification

/// `--seed`.
struct SeedOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The seed that decides what is drawn, decimal or 0x...; fixed by default.", valueName: "seed"))
  var seed: Seed?

  /// The seed, given or not.
  var value: UInt64 { seed?.value ?? CampaignConfiguration.defaultSeed }
}

/// A seed, decimal or hexadecimal.
struct Seed: ExpressibleByArgument {
  var value: UInt64

  init?(argument: String) {
    let text = argument.lowercased()
    guard let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text) else { return nil }
    self.value = value
  }
}
