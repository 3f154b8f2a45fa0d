import ArgumentParser
import Foundation
import LSTMContract
import SuiteQuality
import Verification

/// `faithful --fuzz N`: implementations that are right, none of which may be called wrong.
struct FaithfulCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faithful",
    abstract: "Judge implementations that are right in every legal way; none may be called wrong.",
    discussion:
      "Exit status 3 where one is called wrong. Also prints how many of the same runs fixed tolerances would call wrong."
  )

  @OptionGroup var draw: DrawOption
  @OptionGroup var seed: SeedOption
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var json: JSONOption

  func run() async throws {
    let part = try draw.part() ?? 0..<draw.fuzz
    let threads = try threads.count()
    Interrupt.shared.leaveTheEndToTheCommand()
    let report = await FaithfulReport(
      part: part, seed: seed.value, threads: threads,
      deadline: Interrupt.shared.deadline)
    print(json.isGiven ? try report.jsonText : report.text)
    try Interrupt.shared.check(wrong: false)
    guard report.outcome == .held else { throw Ending(report.outcome) }
  }
}
