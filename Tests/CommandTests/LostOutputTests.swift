import Foundation
import Testing

/// What cannot be written costs a line and never the report.
@Suite struct LostOutputTests {
  private static let wrong = [
    "--fuzz", "40", "--no-numpy", "--scalar", "float", "--backend", "mutant:gates-i-f-swapped",
  ]
  private static let right = ["--fuzz", "40", "--no-numpy", "--scalar", "float", "--backend", "naive"]

  /// Runs the program behind a shell, which opens its streams.
  private func run(_ command: [String], _ redirection: String, in folder: URL) throws -> BuiltCommand.Result {
    let words = [BuiltCommand.executable.path] + command
    let script = words.map { "'\($0)'" }.joined(separator: " ") + " " + redirection
    return try BuiltCommand.run(["-c", script], in: folder, program: URL(filePath: "/bin/sh"))
  }

  @Test(arguments: [">/dev/full", ">&-"], [false, true])
  func anOutputThatTakesNothingIsAnErrorAndNoVerdict(redirection: String, isWrong: Bool) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let result = try run((isWrong ? Self.wrong : Self.right) + ["--no-corpus"], redirection, in: folder)
      #expect(result.status == (isWrong ? 1 : 2), "\(result.error)")
      #expect(result.errorLines.count { $0.contains("standard output: cannot write") } == 1, "\(result.error)")
    }
  }

  @Test func aClosedPipeDoesNotEndTheProgram() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let words = "'\(BuiltCommand.executable.path)' --fuzz 40 --no-numpy --no-corpus --backend naive"
      // The reader has gone before the first line.
      let script = "mkfifo pipe; (: <pipe) & exec 3>pipe; wait; \(words) >&3"
      let result = try BuiltCommand.run(["-c", script], in: folder, program: URL(filePath: "/bin/sh"))
      #expect(result.status == 2 && result.error.contains("standard output: cannot write"), "\(result.error)")
    }
  }

  @Test(arguments: ["no folder/corpus", "file/corpus"])
  func aCorpusThatCannotBeWrittenLosesNoReport(corpus: String) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      // Where a folder has to be made, a file stands.
      try Data().write(to: folder.appending(path: String(corpus.prefix { $0 != "/" })))
      let result = try BuiltCommand.run(Self.wrong + ["--corpus", corpus, "--no-diagnosis"], in: folder)
      #expect(result.status == 1)
      #expect(result.output.contains("FAILURE 1 of") && result.output.contains("A subject is wrong"))
      #expect(result.error.contains("cannot make") && !result.error.contains("NSCocoa"), "\(result.error)")
    }
  }

  @Test(arguments: [false, true]) func aJUnitFileThatCannotBeWrittenLosesNoReport(isWrong: Bool) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let command = (isWrong ? Self.wrong : Self.right) + ["--no-corpus", "--junit", "nowhere/report.xml"]
      let result = try BuiltCommand.run(command, in: folder)
      #expect(result.status == (isWrong ? 1 : 2))
      #expect(result.output.contains(isWrong ? "A subject is wrong" : "All checks held."))
      #expect(result.errorLines.count { $0.contains("--junit: nowhere/report.xml: cannot write") } == 1)
    }
  }

  @Test func aReportIsWrittenThroughALink() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let (link, target) = (folder.appending(path: "link.xml"), folder.appending(path: "kept/report.xml"))
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "kept/report.xml")
      for _ in 0..<2 {
        #expect(try BuiltCommand.run(Self.right + ["--junit", "link.xml"], in: folder).status == 0)
        #expect(try String(contentsOf: target, encoding: .utf8).contains("<testsuite"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "kept/report.xml")
      }
    }
  }

  @Test func theVerdictStandsBeforeTheDiagnosis() throws {
    let result = try BuiltCommand.run(Self.wrong + ["--no-corpus"])
    let places = [
      "Failed cases, as drawn:", "FAILURE 1 of", "WHY mutant:gates-i-f-swapped is wrong", "A subject is wrong",
    ]
    .map { result.output.firstRange(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
    let without = try BuiltCommand.run(Self.wrong + ["--no-corpus", "--no-diagnosis"])
    #expect(without.status == 1 && without.output.contains("was not looked for: --no-diagnosis"))
  }

  @Test(arguments: ["1", "3"]) func theFirstFailureEndsTheRunAtAnyNumberOfThreads(threads: String) throws {
    let result = try BuiltCommand.run(
      ["--fuzz", "100000", "--max-failures", "1", "--no-numpy", "--no-corpus", "--no-diagnosis", "--threads", threads]
        + ["--backend", "mutant:mask-not-reversed"])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("3 cases in float and double") || result.output.contains("in 1 cases"))
    #expect(result.output.contains("FAILURE 1 of 1"))
  }
}
