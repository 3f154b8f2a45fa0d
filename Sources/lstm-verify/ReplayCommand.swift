import ArgumentParser
import Foundation
import LSTMContract
import Verification

/// `replay LINE|FILE...`: puts single cases to every check.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Put single cases, as lines or files, to every check.",
    discussion: "A line is what a failure report prints; a file is what it saved.")

  @Argument(help: ArgumentHelp("Case lines (quoted) or case files.", valueName: "case"))
  var cases: [String]
  @OptionGroup var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() throws {
    try campaign.refuse(in: "replay")
    let subjects = try subject.subjects()
    var (failed, unreadable) = (0, 0)
    for text in cases {
      let given: GivenCase
      do {
        given = try GivenCase(text)
      } catch {
        printError("lstm-verify: \(error)")
        unreadable += 1
        continue
      }
      let offering = subjects.filter { $0.scalars.contains(given.problem.scalar) }
      guard !offering.isEmpty else {
        printError("lstm-verify: \(given.name): no backend in \(given.problem.scalar.rawValue)")
        unreadable += 1
        continue
      }
      let replay = Replay(given.problem, name: given.name, subjects: offering, draw: given.draw)
      failed += replay.failures.isEmpty ? 0 : 1
      for record in replay.ledger.subjects {
        let own = replay.failures.filter { $0.subject == record.name }
        let verdict =
          record.refused > 0
          ? "refused" : own.isEmpty ? "agrees" : own.contains { $0.check == .answers } ? "BROKE" : "DISAGREES"
        print("\(record.name): \(verdict) on \(given.problem.scalar.rawValue) \(given.problem.shape)")
        let model = offering.first { $0.name == record.name }?.model(given.problem.scalar)
        if let model { print("  judged as \(model)") }
        for failure in own { print("  \(failure.check): \(failure.detail)") }
      }
    }
    if unreadable > 0 { throw Ending(.misuse) }
    if failed > 0 { throw Ending(.subjectWrong) }
  }
}
