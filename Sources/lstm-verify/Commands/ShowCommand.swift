import ArgumentParser
import LSTMContract
import Verification

/// `show FILE...`: prints cases for people.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print case files or case lines for people.")

  @Argument(help: ArgumentHelp("Case files, or case lines (quoted).", valueName: "case"))
  var cases: [String]
  @OptionGroup var weights: WeightsOption

  func run() throws {
    let weights = try weights.fixed()
    var unreadable = 0
    for text in cases {
      do {
        print(try GivenCase(text, weights: weights).description)
      } catch {
        printError("lstm-verify: \(error)")
        unreadable += 1
      }
    }
    if unreadable > 0 { throw Ending(.misuse) }
  }
}
