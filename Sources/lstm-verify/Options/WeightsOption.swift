public import ArgumentParser
public import CaseFiles
import LSTMContract
import Verification

extension WeightConvention: ExpressibleByArgument {}

/// `--weights`, and `--convention` of its file.
struct WeightsOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Take the weights from this file, of a case or of a layer: for what has them built in.", valueName: "file"))
  var weights: String?

  @Option(
    name: .long, help: ArgumentHelp("How the file of --weights packs a layer; see convert.", valueName: "convention"))
  var convention: WeightConvention?

  /// The weights, or nil where no file is given.
  ///
  /// - Throws: `Ending` where the file has none.
  func fixed() throws -> FixedWeights? {
    guard let weights else {
      guard convention == nil else { throw Ending(.misuse, "--convention needs --weights") }
      return nil
    }
    do {
      return try FixedWeights(contentsOf: weights, as: convention)
    } catch {
      throw Ending(.misuse, "--weights: \(error)")
    }
  }
}
