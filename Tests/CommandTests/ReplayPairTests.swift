import Foundation
import Testing

@Suite struct ReplayPairTests {
  private static let mutant = ["--backend", "mutant:remembers-bias"]

  @Test func aFailureThatNeedsAnEarlierCallIsReplayedWithIt() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let fuzz = ["--fuzz", "400", "--scalar", "float", "--no-numpy"] + Self.mutant
      let report = try BuiltCommand.run(fuzz, in: directory)
      #expect(report.status == 1)
      let lines = report.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(lines.contains { $0.hasPrefix("earlier") && $0.contains("an earlier call matters") })
      let replay = try #require(lines.first { $0.hasPrefix("replay ") && $0.contains("--then") })
      let pieces = replay.split(separator: "'").map(String.init)
      let pair = try [#require(pieces.dropFirst().first), #require(pieces.last)]

      let again = try BuiltCommand.run(["replay"] + Self.mutant + ["--then"] + pair, in: directory)
      #expect(again.status == 1 && again.output.contains("second of two calls: after another call"))
      #expect(try BuiltCommand.run(["replay", "--then"] + pair, in: directory).status == 0)
      for line in pair {
        let alone = try BuiltCommand.run(["replay", "--backend", "naive", line], in: directory)
        #expect(alone.status == 0, "\(alone.output)")
      }

      // The saved file knows of the earlier call, and so does the next run.
      let saved = try #require(lines.first { $0.hasPrefix("saved") && $0.contains("after-other") })
      let file = try #require(saved.split(separator: " ").last.map(String.init))
      #expect(try BuiltCommand.run(["replay"] + Self.mutant + [file], in: directory).status == 1)
      #expect(try BuiltCommand.run(["replay", file], in: directory).status == 0)
      let next = try BuiltCommand.run(["--fuzz", "2", "--scalar", "float", "--no-numpy"] + Self.mutant, in: directory)
      #expect(next.status == 1 && next.output.contains("still fail"))
    }
  }

  @Test(arguments: [1, 3])
  func thenTakesTwoCases(count: Int) throws {
    let line =
      "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=0 h0=0 c0=0 K=0*4 R=0*4"
    let result = try BuiltCommand.run(["replay", "--then"] + Array(repeating: line, count: count))
    #expect(result.status == 2 && result.error.contains("--then needs two cases (got \(count))"))
  }
}
