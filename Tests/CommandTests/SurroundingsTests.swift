import Foundation
import Testing

/// What the program needs of its surroundings it says.
@Suite struct SurroundingsTests {
  private static let shell = URL(filePath: "/bin/sh")
  private static let program = "'\(BuiltCommand.executable.path)'"
  private static let job = "--fuzz 20 --no-numpy --no-corpus --scalar float --backend naive"

  /// Whether this machine lets a test hide /proc.
  private static let canHideProc =
    (try? BuiltCommand.run(["-c", "unshare -rm mount -t tmpfs none /proc"], program: shell).status) == 0

  @Test func noArgumentsAreMisuse() throws {
    for arguments in [[], ["golden"]] {
      let result = try BuiltCommand.run(arguments)
      #expect(result.status == 2 && result.output.isEmpty && result.error.contains("USAGE"))
    }
  }

  @Test(.enabled(if: canHideProc)) func withoutProcNothingPasses() throws {
    func hidden(_ arguments: String) throws -> BuiltCommand.Result {
      try BuiltCommand.run(
        ["-c", "exec unshare -rm sh -c \"mount -t tmpfs none /proc; exec \(Self.program) \(arguments)\""],
        program: Self.shell)
    }
    let run = try hidden(Self.job)
    #expect(run.status == 2 && run.errorLines.count == 1 && run.error.contains("/proc"), "\(run.output)\(run.error)")
    #expect(try hidden("--fuzz many").error.contains("many"), "the arguments are those of main")
    #expect(try hidden("").status == 2)
    #expect(try hidden("--version").status == 0)
  }

  @Test(arguments: ["unset HOME; ", "cd /; ", "mkdir gone; cd gone; rmdir ../gone; ", "exec <&-; ", "exec 2>&-; "])
  func aRunMindsNoOddSurroundings(prefix: String) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let run = try BuiltCommand.run(["-c", "\(prefix) \(Self.program) \(Self.job)"], in: folder, program: Self.shell)
      #expect(run.status == 0 && run.output.contains("All checks held."), "\(run.output)\(run.error)")
    }
  }

  @Test(arguments: [("-n 8", "open files"), ("-n 23", "open files"), ("-v 500000", "address space")])
  func tooLowALimitIsToldInOneLine(limit: String, words: String) throws {
    let run = try BuiltCommand.run(["-c", "ulimit \(limit); exec \(Self.program) \(Self.job)"], program: Self.shell)
    #expect(run.status == 2, "\(run.output)\(run.error)")
    #expect(run.errorLines.count == 1 && run.error.contains(words))
  }

  @Test(
    arguments: [
      (["--threads", "9223372036854775807"], 2), (["--subject-timeout", "1e300"], 2), (["--time-limit", "1e300"], 0),
      (["--time-limit", "inf"], 0), (["--max-failures", "0"], 2), (["--max-failures", "9223372036854775807"], 0),
    ] as [([String], Int32)])
  func noNumberCrashes(option: [String], status: Int32) throws {
    let run = try BuiltCommand.run(Self.job.split(separator: " ").map(String.init) + option)
    #expect(run.status == status, "\(run.output)\(run.error)")
  }

  @Test func anEndlessTimeoutIsNone() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let library = try BuiltCommand.library("Examples/CSubject/lstm.c", in: folder)
      let run = try BuiltCommand.run(
        ["--fuzz", "4", "--no-numpy", "--no-corpus", "--subject", library, "--subject-timeout", "1e300"], in: folder)
      #expect(run.output.hasPrefix("4 cases ") && !run.error.contains("Fatal"), "\(run.error)")
    }
  }

  @Test func aSlowSubjectIsServedWithinTheTimeLimit() throws {
    let python = BuiltCommand.root.appending(path: "Tests/SubjectsTests/Programs/slow.py").path
    let adapters = BuiltCommand.root.appending(path: "Adapters").path
    let start = ContinuousClock.now
    let run = try BuiltCommand.run([
      "--fuzz", "100000", "--no-numpy", "--no-corpus", "--time-limit", "2", "--subject",
      "env PYTHONPATH='\(adapters)' python3 '\(python)'",
    ])
    #expect(run.status == 1, "\(run.output)\(run.error)")
    #expect(run.output.contains("FAILURE 1 of"))
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
