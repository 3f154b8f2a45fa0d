import ArgumentParser
import Foundation
import LSTMContract
import Verification

/// `replay LINE|FILE...`: puts single cases to every check.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Repeat single cases, given as lines or files, with every check.",
    discussion: """
      A line is what a failure report prints; a file is what it saved. With --then there are two cases: both are asked \
      of one live subject in this order, and the second answer is judged.
      """)

  @Argument(help: ArgumentHelp("Case lines (quoted) or case files.", valueName: "case"))
  var cases: [String]
  @Flag(name: .long, help: "Ask two cases one after the other and judge the second.")
  var then = false
  @OptionGroup var weights: WeightsOption
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var activationClass: ActivationClassOption
  @OptionGroup var strict: StrictOption

  func run() throws {
    let weights = try weights.fixed()
    let subjects = try activationClass.judged(subject.named(), areProbed: weights == nil).map { subject in
      weights.map { subject.asked(only: $0) } ?? subject
    }
    guard !then || cases.count == 2 else {
      throw Ending(.misuse, "--then needs two cases (got \(cases.count))")
    }
    let earlier = then ? try earlierCall(weights) : nil
    var (failed, unreadable) = (0, 0)
    var (asked, judged, suspicious): (Set<String>, Set<String>, Int) = ([], [], 0)
    for text in then ? Array(cases.suffix(1)) : cases {
      let given: GivenCase
      do {
        given = try GivenCase(text, weights: weights)
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
      if let earlier, earlier.problem.scalar != given.problem.scalar {
        throw Ending(
          .misuse, "--then: a case in \(earlier.problem.scalar.rawValue) and one in \(given.problem.scalar.rawValue)")
      }
      let replay =
        earlier.map { Replay(given.problem, after: $0.problem, name: given.name, subjects: offering) }
        ?? Replay(given, subjects: offering)
      try Interrupt.shared.check(wrong: failed > 0)
      failed += replay.failures.isEmpty ? 0 : 1
      asked.formUnion(offering.map(\.name))
      judged.formUnion(Set(offering.map(\.name)).subtracting(replay.unjudged))
      suspicious += replay.suspicions.count
      for (place, record) in replay.ledger.subjects.enumerated() {
        let failures = replay.failures.filter { $0.subject.index == place }
        let verdict =
          record.refused > 0
          ? "refused" : failures.isEmpty ? "agrees" : failures.contains { $0.check == .answers } ? "BROKE" : "DISAGREES"
        print("\(record.name): \(verdict) on \(given.problem.scalar.rawValue) \(given.problem.shape)")
        let own = offering[place]
        if let model = own.model(given.problem.scalar) { print("  judged as \(model)") }
        if let suspicion = record.firstSuspicious, let probed = own.probedModel(given.problem.scalar) {
          print("  SUSPICIOUS, inside the declared class and outside of the probed one (\(probed)): \(suspicion)")
        }
        for failure in failures { print("  \(failure.check): \(failure.detail)") }
        for caution in own.cautions where caution.scalar == given.problem.scalar && !failures.isEmpty {
          print("  \(caution)")
        }
      }
    }
    if failed > 0 || (strict.isGiven && suspicious > 0) { throw Ending(.subjectWrong) }
    try requireJudgement(of: subjects.filter { asked.contains($0.name) }, judged: judged)
    if unreadable > 0 { throw Ending(.misuse) }
  }

  /// - Throws: `Ending` where the first case cannot be read.
  private func earlierCall(_ weights: FixedWeights?) throws -> GivenCase {
    do {
      return try GivenCase(cases[0], weights: weights)
    } catch {
      throw Ending(.misuse, "\(error)")
    }
  }
}
