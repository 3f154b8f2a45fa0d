import ArgumentParser
import LSTMContract
import Verification

/// `check FILE...`: judges the answers that case files hold, and every backend on the same problems.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge case files: the stored answers and every backend's.")

  @Argument(help: ArgumentHelp("Case files (safetensors; Docs/case-files.md).", valueName: "file"))
  var files: [String]
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var activationClass: ActivationClassOption
  @OptionGroup var strict: StrictOption

  func run() throws {
    let subjects = try activationClass.judged(subject.named())
    var (agreeing, disagreeing, stored, unreadable) = (0, 0, 0, 0)
    var (judged, suspicious): (Set<String>, Int) = ([], 0)
    for file in files {
      do {
        let check = try FileCheck(path: file, subjects: subjects)
        try Interrupt.shared.check(wrong: disagreeing > 0)
        if check.stored != nil { stored += 1 }
        judged.formUnion(check.replay.ledger.subjects.map(\.name).filter { !check.replay.unjudged.contains($0) })
        suspicious += check.replay.suspicions.count
        if check.agrees {
          agreeing += 1
          let ratio = check.storedRatio.map { ", stored answer at \(rounded($0)) of its radius" } ?? ""
          print("\(file): \(check.summary): agrees\(ratio)")
        } else {
          disagreeing += 1
          print("\(file): \(check.summary): DISAGREES")
          for failure in check.failures { print("  \(failure)") }
        }
        for suspicion in check.replay.suspicions { print("  suspicious, not wrong: \(suspicion)") }
      } catch let ending as Ending {
        throw ending
      } catch {
        printError("lstm-verify: \(error)")
        unreadable += 1
      }
    }
    let names = subjects.map(\.name).joined(separator: ", ")
    print("\(agreeing) of \(files.count) files agree: \(stored) stored answers, and \(names) on the same problems")
    for line in modelLines(subjects) { print(line) }
    if disagreeing > 0 || (strict.isGiven && suspicious > 0) { throw Ending(.subjectWrong) }
    if agreeing > 0 || unreadable == 0 { try requireJudgement(of: subjects, judged: judged) }
    if unreadable > 0 { throw Ending(.misuse) }
  }

  private func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}

/// What the stored answers and the subjects are judged under, a line each.
func modelLines(_ subjects: [LSTMSubject]) -> [String] {
  ScalarKind.allCases.map { "stored answers are judged under \(ArithmeticModel(scalar: $0))" }
    + subjects.flatMap { subject in
      subject.scalars.compactMap { subject.model($0) }.map { "\(subject.name) is judged as \($0)" }
    }
}
