import ArgumentParser
import Benchmarking
import CaseFiles
import Catalog
import Foundation
import LSTMContract
import Verification

/// `growth`: how the time of a call, and of judging it, grows with each size.
struct GrowthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth", abstract: "Time every backend and the oracle against T, B, I and H.",
    discussion: "Writes growth-<scalar>.svg, .md and .json.")

  @Option(name: .long, help: ArgumentHelp("Rounds; the shortest counts.", valueName: "N"))
  var rounds = 9
  @Option(name: .long, help: ArgumentHelp("Where the files go.", valueName: "folder"))
  var output: String
  @OptionGroup var scalar: TimedScalarOption

  func run() throws {
    try require("--rounds", rounds)
    let deadline = Interrupt.shared.deadline
    Interrupt.shared.leaveTheEndToTheCommand()
    let growth: Growth
    do {
      switch scalar.scalar {
      case .float: growth = try Growth(contenders(of: Float.self), rounds: rounds, until: deadline)
      case .double: growth = try Growth(contenders(of: Double.self), rounds: rounds, until: deadline)
      }
    } catch {
      throw Ending(.suiteFailed, "\(error)")
    }
    let text = growth.markdown.hasSuffix("\n") ? String(growth.markdown.dropLast()) : growth.markdown
    if Interrupt.shared.wasRaised {
      print(text)
      throw Ending(.interrupted)
    }
    do {
      try makeDirectory(output)
      let name = output + "/growth-" + growth.scalar.rawValue
      try writeAtomically(Array(growth.svg.utf8), to: name + ".svg")
      try writeAtomically(Array(growth.markdown.utf8), to: name + ".md")
      try writeAtomically(Array((reportJSON(of: growth) + "\n").utf8), to: name + ".json")
    } catch {
      throw Ending(.misuse, "--output: \(error)")
    }
    print(text)
  }

  private func contenders<Scalar: LSTMScalar>(of type: Scalar.Type) throws -> [Contender<Scalar>] {
    let backends = Catalog.backends.compactMap { subject in
      subject.backend(as: type).map { Contender(subject.name, $0) }
    }
    guard let naive = Catalog.backends.first?.backend(as: type) else { return backends }
    let oracle = Contender<Scalar>(foreign: "oracle", threads: 1) { problems in
      try problems.first.map { OracleCourse(cost: try OracleCost(of: $0, answeredBy: naive)) }
    }
    return backends + [oracle]
  }
}

/// Judgements of one answer.
private struct OracleCourse<Scalar: LSTMScalar>: Course {
  let cost: OracleCost<Scalar>
  var runtime: String { "oracle" }
  func time(calls count: Int) -> Double { cost.time(calls: count) }
}
