import Foundation
import Testing

@Suite struct MainJobTests {
  @Test func aSmallRunPrintsASummaryAndExitsZero() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let result = try BuiltCommand.run(["--fuzz", "200"], in: directory)
      #expect(result.status == 0, "\(result.output)\(result.error)")
      for word in ["200 cases", "naive", "simd", "blas", "numpy", "largest |error|/radius", "All checks held."] {
        #expect(result.output.contains(word))
      }
      #expect(!FileManager.default.fileExists(atPath: directory.appending(path: ".lstm-verify").path))
    }
  }

  @Test func theNumberOfThreadsChangesNothingButTheTime() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let reports = try ["1", "4"].map { threads in
        let arguments = [
          "--fuzz", "120", "--threads", threads, "--backend", "mutant:mask-not-reversed", "--no-corpus", "--json",
          "--no-numpy",
        ]
        let result = try BuiltCommand.run(arguments, in: directory)
        #expect(result.status == 1)
        return result.output.split(separator: "\n").filter { !$0.contains("seconds") && !$0.contains("threads") }
      }
      #expect(reports[0] == reports[1])
    }
  }

  @Test func aPlantedFaultIsFoundSavedReplayedAndReplayedFirst() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let arguments = ["--fuzz", "100", "--backend", "mutant:gates-i-f-swapped", "--no-numpy"]
      let result = try BuiltCommand.run(arguments, in: directory)
      #expect(result.status == 1)
      let lines = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      let replay = try #require(lines.first { $0.hasPrefix("replay ") })
      let pasted = replay.split(separator: "'")[1]
      let again = try BuiltCommand.run(
        ["replay", "--backend", "mutant:gates-i-f-swapped", String(pasted)], in: directory)
      #expect(again.status == 1 && again.output.contains("DISAGREES"))
      #expect(
        try BuiltCommand.run(["replay", String(pasted)], in: directory).status == 0, "the shipped backends agree")
      let saved = try #require(lines.first { $0.hasPrefix("saved") }?.split(separator: " ").last.map(String.init))
      #expect(
        try BuiltCommand.run(["replay", "--backend", "mutant:gates-i-f-swapped", saved], in: directory).status == 1)
      let second = try BuiltCommand.run(arguments, in: directory)
      #expect(second.output.contains("known failures first"))
    }
  }

  @Test func jsonAndJUnitAreWellFormed() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let result = try BuiltCommand.run(
        ["--fuzz", "64", "--json", "--junit", "report.xml", "--no-numpy", "--scalar", "float"], in: directory)
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(object?["outcome"] as? String == "held")
      let xml = try String(contentsOf: directory.appending(path: "report.xml"), encoding: .utf8)
      #expect(xml.contains("<testsuite name=\"lstm-verify\"") && xml.contains("failures=\"0\""))
    }
  }

  @Test func aTimeLimitEndsTheRunEarly() throws {
    let result = try BuiltCommand.run(
      ["--fuzz", "100000000", "--time-limit", "0.5", "--no-numpy", "--no-corpus", "--backend", "naive"])
    #expect(result.status == 0 || result.status == 3, "\(result.error)")
    #expect(result.output.contains("cases in float and double"))
  }
}
