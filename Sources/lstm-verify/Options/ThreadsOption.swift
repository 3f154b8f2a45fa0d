import ArgumentParser
import Foundation
import Verification

/// `--threads`.
struct ThreadsOption: ParsableArguments {
  /// More threads than any machine has cores are a slip of the finger.
  private static let most = 4_096

  @Option(
    name: .long, help: ArgumentHelp("How many threads to use; verdicts do not depend on it.", valueName: "N"))
  var threads: Int?

  /// How many threads to use: as many as there are cores unless the command has a number of its own.
  ///
  /// - Throws: `Ending` where there are none, or more than a machine has.
  func count(unlessGiven standard: Int = ProcessInfo.processInfo.activeProcessorCount) throws -> Int {
    let count = threads ?? standard
    try require("--threads", count, atLeast: 1)
    guard count <= Self.most else { throw Ending(.misuse, "--threads must be at most \(Self.most) (got \(count))") }
    return count
  }
}
