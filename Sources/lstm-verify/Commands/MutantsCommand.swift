import ArgumentParser
import Foundation
import LSTMContract
import SuiteQuality
import Verification

/// `mutants`: the bank of planted faults against the suite.
struct MutantsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutants", abstract: "Try every planted fault; the suite must notice each.",
    discussion: "Exit status 3 where one is not noticed.")

  @Option(name: .long, help: ArgumentHelp("The most cases for each mutant.", valueName: "N"))
  var budget = 10_000
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also apply another suite's rule to the bank; may be given more than once, or 'all'.", valueName: "rule"))
  var rules: [String] = []
  @OptionGroup var seed: SeedOption
  @OptionGroup var scalar: ScalarOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var json: JSONOption

  func run() async throws {
    try require("--budget", budget)
    let threads = try threads.count()
    let known = try RivalReport.names
    // benchdnn stands for its three formats.
    func chosen(by rule: String) -> [String] {
      known.filter { rule == "all" || $0 == rule || $0.hasPrefix(rule + "-") }
    }
    if let odd = rules.first(where: { chosen(by: $0).isEmpty }) {
      throw Ending(.misuse, "--rules \(odd): expected all or one of \(known.joined(separator: ", "))")
    }
    if json.isGiven, !rules.isEmpty { throw Ending(.misuse, "--rules cannot be given with --json") }
    Interrupt.shared.leaveTheEndToTheCommand()
    let report = await MutantReport(
      budget: budget, seed: seed.value,
      scalars: scalar.kinds, threads: threads,
      deadline: Interrupt.shared.deadline)
    print(json.isGiven ? try report.jsonText : report.text)
    try Interrupt.shared.check(wrong: false)
    if !rules.isEmpty {
      let rivals = try await RivalReport(names: rules.flatMap(chosen), threads: threads)
      print("\n" + rivals.text(beside: report))
    }
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }
}
