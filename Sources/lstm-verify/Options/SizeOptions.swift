public import ArgumentParser
public import LSTMContract
import Verification

extension SizeProfile: ExpressibleByArgument {}

/// Which sizes the cases have: `--sizes`, and each size by itself.
struct SizeOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which sizes are drawn.",
      discussion: "small: H and I of at most 33, T·B of at most 64; large: only what is large in some way.",
      valueName: "profile"))
  var sizes = SizeProfile.standard

  @Option(name: .long, help: ArgumentHelp("Every case has this H, for sizes that are compiled in.", valueName: "H"))
  var units: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this I.", valueName: "I"))
  var inputs: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this T.", valueName: "T"))
  var steps: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this B.", valueName: "B"))
  var batch: Int?

  /// The sizes that every case shall have.
  ///
  /// - Throws: `Ending` where no case can have them.
  func fixed() throws -> FixedSizes {
    let fixed = FixedSizes(timeSteps: steps, batch: batch, inputSize: inputs, units: units)
    if let reason = fixed.refusal {
      throw Ending(.misuse, "--steps, --batch, --inputs and --units: \(reason)")
    }
    return fixed
  }
}
