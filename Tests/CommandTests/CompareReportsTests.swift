import Foundation
import Testing

/// `scripts/compare-reports` tells two reports apart by all but their times and threads.
@Suite struct CompareReportsTests {
  private static let report = """
    {"outcome": "subjectWrong", "report": {
      "configuration": {"seed": 1, "threads": 2}, "seconds": 1.25,
      "counterexamples": [
        {"check": "oracle", "subject": "naive", "line": "lstm-line/4 float seed=0x1 index=3", "shrinkSeconds": 0.5},
        {"check": "oracle", "subject": "naive", "line": "lstm-line/4 float seed=0x1 index=7", "shrinkSeconds": 0.5}],
      "ledger": {"subjects": [{"name": "naive", "largestRatio": 0.10000000000000001, "agrees": 8}]},
      "sizes": {"required": [{"name": "H = 1", "cases": 2}, {"name": "H = 2", "cases": 4}]}}}
    """

  /// Runs the script on the report, and on it with `old` replaced.
  private func compare(replacing old: String, by new: String) throws -> BuiltCommand.Result {
    try BuiltCommand.withTemporaryDirectory { folder in
      let changed = Self.report.replacing(old, with: new)
      try #require(old.isEmpty || changed != Self.report)
      try Self.report.write(to: folder.appending(path: "before"), atomically: true, encoding: .utf8)
      try changed.write(to: folder.appending(path: "after"), atomically: true, encoding: .utf8)
      return try Self.run(["before", "after"], in: folder)
    }
  }

  private static func run(_ arguments: [String], in folder: URL) throws -> BuiltCommand.Result {
    let script = BuiltCommand.root.appending(path: "scripts/compare-reports")
    return try BuiltCommand.run(arguments, in: folder, program: script)
  }

  @Test(arguments: [("", ""), ("1.25", "2.5"), ("0.5", "0.75"), (#""threads": 2"#, #""threads": 4"#)])
  func equalReportsAndOtherTimesAndThreadsAreNoDifference(old: String, new: String) throws {
    let result = try compare(replacing: old, by: new)
    #expect(result.status == 0 && result.output.isEmpty && result.error.isEmpty, "\(result.output)\(result.error)")
  }

  @Test(arguments: [
    ("0.10000000000000001", "0.10000000000000002", "subjects[naive].largestRatio: 0.10000000000000001"),
    (
      """
      ,
          {"check": "oracle", "subject": "naive", "line": "lstm-line/4 float seed=0x1 index=7", "shrinkSeconds": 0.5}
      """, "", "counterexamples[naive oracle index=7]: (present) -> (none)"
    ),
    (#""H = 2", "cases": 4"#, #""H = 2", "cases": 3"#, "required[H = 2].cases: 4 -> 3"),
    (#""agrees": 8"#, #""agrees": 9"#, "subjects[naive].agrees: 8 -> 9"),
    (#""seed": 1"#, #""seed": 1, "part": null"#, "configuration.part: (none) -> None"),
  ])
  func aDifferenceIsOneLineAndStatusOne(old: String, new: String, line: String) throws {
    let result = try compare(replacing: old, by: new)
    #expect(result.status == 1 && result.output.split(separator: "\n").count == 1, "\(result.output)\(result.error)")
    #expect(result.output.contains(line), "\(result.output)")
  }

  @Test(arguments: [["report", "no-such-file"], ["report", "text"], ["report"]])
  func whatCannotBeReadIsStatusTwo(files: [String]) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      try Self.report.write(to: folder.appending(path: "report"), atomically: true, encoding: .utf8)
      try "no JSON".write(to: folder.appending(path: "text"), atomically: true, encoding: .utf8)
      let result = try Self.run(files, in: folder)
      #expect(result.status == 2 && result.output.isEmpty && !result.error.isEmpty)
    }
  }
}
