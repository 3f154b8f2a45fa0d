import ArgumentParser
import Diagnostics
import LSTMContract
import Verification

/// `identify`: the conventions of an unknown implementation.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Find the conventions of an implementation by probing, and what makes it agree.",
    usage: "lstm-verify identify --subject <command> [--scalar <scalar>] [--json]",
    discussion: "Exit status 1 where no convention explains the answers.")

  @OptionGroup(visibility: .hidden) var subject: SubjectOptions
  @OptionGroup(visibility: .hidden) var campaign: CampaignOptions

  func run() throws {
    try campaign.refuse(in: "identify", except: ["--scalar", "--json"])
    let scalars = campaign.scalar.map { [$0] } ?? ScalarKind.allCases
    var found: [Identification] = []
    scalars: for subject in try subject.subjects() {
      for scalar in scalars {
        let identification: Identification? =
          switch scalar {
          case .float: subject.backend(as: Float.self).map { Identification(subject.name, $0) }
          case .double: subject.backend(as: Double.self).map { Identification(subject.name, $0) }
          }
        if Interrupt.shared.wasRaised { break scalars }
        guard let identification else { continue }
        found.append(identification)
        guard !campaign.json else { continue }
        print("\(subject.name), \(scalar.rawValue)")
        for line in identification.lines { print("  " + line) }
      }
    }
    if campaign.json { print(try reportJSON(of: found)) }
    try Interrupt.shared.check(wrong: !found.allSatisfy(\.isKnown))
    guard found.allSatisfy(\.isKnown) else { throw Ending(.subjectWrong) }
  }
}
