import ArgumentParser
import CaseFiles
import Verification

/// `convert`: the weights of a layer from one library's convention to another's.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn the weights of one LSTM layer from one library's convention into another's.",
    discussion: "Conventions:\n"
      + WeightConvention.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
      + "\nTwo biases are added on reading; on writing, the second is 0.")

  @Option(name: .long, help: ArgumentHelp("The convention of the input.", valueName: "convention"))
  var from: WeightConvention
  @Option(name: .long, help: ArgumentHelp("The convention of the output.", valueName: "convention"))
  var to: WeightConvention
  @Argument(help: ArgumentHelp("A safetensors file with the tensors of one layer.", valueName: "input"))
  var input: String
  @Argument(help: ArgumentHelp("Where the converted layer goes.", valueName: "output"))
  var output: String

  func run() throws {
    do {
      let weights = try AnyLayerWeights(Safetensors(contentsOf: input), as: from)
      try writeAtomically(weights.serialized(as: to), to: output)
      print("I = \(weights.sizes.inputSize), H = \(weights.sizes.units): \(from.rawValue) to \(to.rawValue), \(output)")
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }
}
