import ArgumentParser
import CaseFiles
import Catalog
import Foundation
import LSTMContract
import Subjects
import Verification

/// The options of the main job. A subcommand accepts none of them but those that it names.
struct CampaignOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Draw N cases and judge every backend on each.", valueName: "N"))
  var fuzz: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The seed that decides every case, decimal or 0x...; fixed by default.", valueName: "seed"))
  var seed: Seed?

  @Option(name: .long, help: ArgumentHelp("Every case has this H, for sizes that are compiled in.", valueName: "H"))
  var units: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this I.", valueName: "I"))
  var inputs: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this T.", valueName: "T"))
  var steps: Int?

  @Option(name: .long, help: ArgumentHelp("Every case has this B.", valueName: "B"))
  var batch: Int?

  @Option(name: .long, help: ArgumentHelp("float or double; both in turn by default.", valueName: "scalar"))
  var scalar: ScalarKind?

  @Option(
    name: .long, help: ArgumentHelp("How many cores to use; the verdicts do not depend on it.", valueName: "N"))
  var threads: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Seconds for everything: starting, probing, drawing, shrinking and diagnosis.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(
    name: .long, help: ArgumentHelp("End the run once N failures were seen; 1 ends it at the first.", valueName: "N"))
  var maxFailures: Int?

  @Flag(name: .long, help: "Do not look for the cause of a failure.")
  var noDiagnosis = false

  @Option(
    name: .long,
    help: ArgumentHelp("With --to: judge a part of the seed's cases, from this index on.", valueName: "index"))
  var from: Int?

  @Option(name: .long, help: ArgumentHelp("The end of that part; this index is not in it.", valueName: "index"))
  var to: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Draw all but the weights, which are those of a case file or of a layer: for what has them built in.",
      valueName: "file"))
  var weights: String?

  @Option(
    name: .long, help: ArgumentHelp("How the file of --weights packs a layer; see convert.", valueName: "convention"))
  var convention: WeightConvention?

  @Option(
    name: .long,
    help: ArgumentHelp("Where failures are kept, a folder for each subject.", valueName: "folder"))
  var corpus: String?

  @Flag(name: .long, help: "Neither replay nor save failures.")
  var noCorpus = false

  @Flag(name: .long, help: "Leave out the NumPy reference.")
  var noNumpy = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "ratio: also search for the largest |error|/radius of each backend, half as many problems again.",
      valueName: "target"))
  var target: SearchTarget?

  @Flag(
    name: .long, help: "Pass although too little could be judged under the model that a subject declares.")
  var acceptWeak = false

  @Flag(name: .long, help: "Print the report as JSON instead of text.")
  var json = false

  @Option(name: .long, help: ArgumentHelp("Also write the report as JUnit XML.", valueName: "file"))
  var junit: String?

  /// - Throws: `Ending` where an option of the main job was given to a command that does not use it.
  func refuse(in command: String, except accepted: Set<String> = []) throws {
    let given: [(String, Bool)] = [
      ("--fuzz", fuzz != nil), ("--seed", seed != nil), ("--scalar", scalar != nil), ("--threads", threads != nil),
      ("--time-limit", timeLimit != nil), ("--max-failures", maxFailures != nil), ("--no-diagnosis", noDiagnosis),
      ("--from", from != nil), ("--to", to != nil), ("--weights", weights != nil), ("--convention", convention != nil),
      ("--corpus", corpus != nil), ("--no-corpus", noCorpus),
      ("--units", units != nil), ("--inputs", inputs != nil), ("--steps", steps != nil),
      ("--batch", batch != nil),
      ("--no-numpy", noNumpy), ("--target", target != nil), ("--json", json), ("--junit", junit != nil),
      ("--accept-weak", acceptWeak),
    ]
    for (name, isGiven) in given where isGiven && !accepted.contains(name) {
      throw Ending(.misuse, "\(name): not an option of '\(command)'")
    }
  }
}

extension CampaignOptions {
  /// More threads than any machine has cores are a slip of the finger.
  private static let mostThreads = 4_096

  /// How many cores to use: `--threads`, or as many as there are.
  ///
  /// - Throws: `Ending` where it is none, or more than a machine has.
  func threadCount(
    unlessGiven standard: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws -> Int {
    let count = threads ?? standard
    guard count > 0 else { throw Ending(.misuse, "--threads \(count): at least 1 thread") }
    guard count <= Self.mostThreads else { throw Ending(.misuse, "--threads \(count): at most \(Self.mostThreads)") }
    return count
  }
}
