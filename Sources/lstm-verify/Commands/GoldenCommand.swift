import ArgumentParser
import Catalog
internal import GoldenRecording
import LSTMContract
import Verification

/// `golden check|regenerate`: the recorded answers.
struct GoldenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "golden", abstract: "Check or record the golden files.", subcommands: [Check.self, Regenerate.self])

  /// Judges the oracle and every backend against the stored answers; needs no Python.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Judge the oracle and every backend against the golden files; needs no Python.")

    @Option(name: .long, help: ArgumentHelp("The folder of the golden files.", valueName: "folder"))
    var directory = "golden"
    @OptionGroup var subject: SubjectOptions

    func run() throws {
      let check: GoldenCheck
      do {
        check = try GoldenCheck(directory: directory, subjects: try subject.named())
      } catch let ending as Ending {
        throw ending
      } catch {
        throw Ending(.misuse, "\(error)")
      }
      // What a signal cut short is no failure.
      try Interrupt.shared.check(wrong: false)
      for failure in check.failures { print("\(failure)") }
      print("\(check.files) goldens, \(check.compared) elements within their stored radius")
      for (name, ratio) in check.largestRatio.sorted(by: { $0.key < $1.key }) {
        print("\(name): largest |error|/radius \((ratio * 1_000).rounded() / 1_000)")
      }
      for line in modelLines(try subject.named()) { print(line) }
      if !check.failures.isEmpty { throw Ending(.subjectWrong) }
    }
  }

  /// Computes the golden files anew.
  struct Regenerate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "regenerate",
      abstract: "Compute the golden files anew at 200 bits, the same bytes on every machine.")

    @Option(name: .long, help: ArgumentHelp("The folder of the golden files.", valueName: "folder"))
    var directory = "golden"

    func run() async throws {
      do {
        let (goldens, changed) = try await GoldenRecording.regenerate(in: directory)
        for file in changed { print("wrote \(directory)/\(file)") }
        print("\(goldens) goldens, \(changed.count) files changed")
      } catch let error where Catalog.isReferenceFailure(error) {
        throw Ending(.suiteFailed, "\(error)")
      } catch {
        throw Ending(.misuse, "\(error)")
      }
    }
  }
}
