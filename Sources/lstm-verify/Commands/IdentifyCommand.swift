import ArgumentParser
import Diagnostics
import LSTMContract
import Verification

/// `identify`: the conventions of an unknown implementation.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Find the conventions of an implementation by probing, and what makes it agree.",
    discussion: "Exit status 1 where no convention explains the answers.")

  @OptionGroup var subject: SubjectOptions
  @OptionGroup var activationClass: ActivationClassOption
  @OptionGroup var scalar: ScalarOption
  @OptionGroup var json: JSONOption

  func run() throws {
    var found: [Identification] = []
    scalars: for subject in try activationClass.judged(subject.named()) {
      for scalar in scalar.kinds {
        let identification: Identification? =
          switch scalar {
          case .float: subject.backend(as: Float.self).map { Identification(subject.name, $0) }
          case .double: subject.backend(as: Double.self).map { Identification(subject.name, $0) }
          }
        if Interrupt.shared.wasRaised { break scalars }
        guard let identification else { continue }
        found.append(identification)
        guard !json.isGiven else { continue }
        print("\(subject.name), \(scalar.rawValue)")
        for line in identification.lines { print("  " + line) }
      }
    }
    if json.isGiven { print(try reportJSON(of: found)) }
    try Interrupt.shared.check(wrong: !found.allSatisfy(\.isKnown))
    guard found.allSatisfy(\.isKnown) else { throw Ending(.subjectWrong) }
  }
}
