import ArgumentParser
import Foundation
import LSTMContract
import Verification

/// `mutants`: the bank of planted faults against the suite.
struct MutantsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutants", abstract: "Put every planted fault to the suite; none may survive.",
    discussion: "Exit status 3 where a fault survives.")

  @Option(name: .long, help: ArgumentHelp("The most cases for each mutant.", valueName: "N"))
  var budget = 10_000
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also apply another suite's rule to the bank; may be given more than once, or 'all'.", valueName: "rule"))
  var rules: [String] = []
  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() async throws {
    try campaign.refuse(in: "mutants", except: ["--seed", "--scalar", "--threads", "--json"])
    try subject.refuse(in: "mutants")
    guard budget > 0 else { throw Ending(.misuse, "--budget \(budget): at least 1 case") }
    let threads = try campaign.threadCount()
    let known = try RivalReport.names
    // benchdnn stands for its three formats.
    func chosen(by rule: String) -> [String] {
      known.filter { rule == "all" || $0 == rule || $0.hasPrefix(rule + "-") }
    }
    if let odd = rules.first(where: { chosen(by: $0).isEmpty }) {
      throw Ending(.misuse, "--rules \(odd): expected all or one of \(known.joined(separator: ", "))")
    }
    if campaign.json, !rules.isEmpty { throw Ending(.misuse, "--rules: has no JSON form") }
    Interrupt.shared.leaveTheEndToTheCommand()
    let report = await MutantReport(
      budget: budget, seed: campaign.seed?.value ?? CampaignConfiguration.defaultSeed,
      scalars: campaign.scalar.map { [$0] } ?? ScalarKind.allCases, threads: threads,
      deadline: Interrupt.shared.deadline)
    print(campaign.json ? try report.jsonText : report.text)
    try Interrupt.shared.check(wrong: false)
    if !rules.isEmpty {
      let rivals = try await RivalReport(names: rules.flatMap(chosen), threads: threads)
      print("\n" + rivals.text(beside: report))
    }
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }
}
