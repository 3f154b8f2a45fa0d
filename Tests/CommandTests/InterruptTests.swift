import Foundation
import Testing

/// Signals end every command with what it knows, and no process of a subject outlives it.
@Suite struct InterruptTests {
  private static let programs = BuiltCommand.root.appending(path: "Tests/SubjectsTests/Programs")
  private static let line =
    "lstm-case/3 float T=1 B=1 I=1 H=1 batch_major forward processing keep tanh sigmoid x=1 h0=0 c0=1 K=0*4 R=0*4"

  private static func python(_ program: String, _ arguments: String = "") -> String {
    "env PYTHONPATH='\(BuiltCommand.root.appending(path: "Adapters").path)' "
      + "python3 '\(programs.appending(path: program).path)' \(arguments)"
  }

  static let commands: [[String]] = [
    ["--fuzz", "100", "--no-numpy", "--no-corpus"], ["--fuzz", "100", "--no-numpy", "--no-corpus", "--json"],
    ["replay", line], ["diagnose"], ["probe"], ["identify", "--json"],
    ["golden", "check", "--directory", BuiltCommand.root.appending(path: "golden").path],
  ]

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func theReportSoFarIsPrintedAndAWrongSubjectComesFirst(signal: Int32) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let ready = folder.appending(path: "ready")
      let subject = Self.python("announces.py", "'\(ready.path)'")
      let running = try RunningCommand(
        [
          "--fuzz", "100000000", "--no-numpy", "--threads", "1", "--activation-class", "declared", "--subject", subject,
        ],
        in: folder)
      try running.wait("a fifth answer") { FileManager.default.fileExists(atPath: ready.path) }
      #expect(try running.end(by: signal).status == 1)
      #expect(running.output.contains("FAILURE 1 of") && running.output.contains("A subject is wrong"))
      #expect(running.output.contains("was not looked for: the run was interrupted"))
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aRunWithoutAFaultIsInterrupted(signal: Int32) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let ready = folder.appending(path: "ready")
      let running = try RunningCommand(
        ["--fuzz", "100000000", "--no-numpy", "--no-corpus", "--activation-class", "declared", "--backend", "naive"]
          + ["--subject", Self.python("announces.py", "'\(ready.path)' refuse")], in: folder)
      try running.wait("a question") { FileManager.default.fileExists(atPath: ready.path) }
      #expect(try running.end(by: signal).status == 130)
      #expect(
        running.output.contains("Interrupted; all that was judged until then holds.")
          && running.output.contains("naive"))
    }
  }

  /// Commands without a subject, and the start of what each prints however early it ends.
  static let longCommands: [(command: [String], head: String)] = [
    (["mutants"], "mutant "), (["sensitivity"], "fault "), (["sensitivity", "--sizes"], "fault shows where"),
    (["faithful", "--fuzz", "100000000"], "faithful implementation"), (["bench", "--rounds", "100000"], "float, "),
    (["growth", "--rounds", "100000", "--output", "growth"], "| | contender"),
    (["matrix", "--output", "matrix"], "# Who does what"),
  ]

  @Test(arguments: longCommands)
  func everyLongCommandPrintsItsReportSoFar(command: [String], head: String) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let running = try RunningCommand(command, in: folder)
      // It sets them in an order in which this one comes after SIGINT.
      try running.wait("the handlers") { isHandling(SIGTERM, running.process.processIdentifier) }
      let end = try running.end(by: SIGINT)
      #expect(end.status == 130, "\(running.output)\(running.error)")
      #expect(running.output.hasPrefix(head), "\(running.output)")
      #expect(running.error.contains("interrupted by SIGINT"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "matrix").path))
    }
  }

  @Test func aWorkerEndsWithItsParent() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let file = folder.appending(path: "process")
      let source = folder.appending(path: "spins.c")
      let text = """
        #include "lstm_subject.h"
        #include <stdio.h>
        #include <unistd.h>
        const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
        int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) {
          FILE *file = fopen("process", "w");
          fprintf(file, "%d\\n", getpid());
          fclose(file);
          for (volatile int turn = 0;; turn++) (void)p, (void)a;
        }
        """
      try text.write(to: source, atomically: true, encoding: .utf8)
      let library = try BuiltCommand.library(source.path, in: folder)
      let running = try RunningCommand(
        ["--fuzz", "10", "--no-numpy", "--no-corpus", "--subject", library, "--subject-timeout", "600"], in: folder)
      func process() -> pid_t? {
        pid_t(((try? String(contentsOf: file, encoding: .utf8)) ?? "").trimmingCharacters(in: .newlines))
      }
      try running.wait("the worker") { process() != nil }
      let worker = try #require(process())
      #expect(try running.end(by: SIGKILL).status == 128 + SIGKILL)
      try running.wait("the end of the worker") { !isAlive(worker) }
    }
  }
}

extension InterruptTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: commands, [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsAHangingSubjectAndAllThatItStarted(command: [String], signal: Int32) throws {
      try BuiltCommand.withTemporaryDirectory { folder in
        let file = folder.appending(path: "processes")
        let subject = InterruptTests.python("lingers.py", "'\(file.path)'")
        let running = try RunningCommand(command + ["--subject", subject, "--subject-timeout", "600"], in: folder)
        func processes() -> [pid_t] {
          ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").compactMap { pid_t($0) }
        }
        try running.wait("the subject and its daemon") { processes().count >= 2 }
        let end = try running.end(by: signal)
        #expect(end.status == 130, "\(running.output)\(running.error)")
        #expect(end.seconds < 3)
        #expect(running.error.contains("interrupted by"))
        if command.first == "--fuzz" { #expect(running.output.contains("lingers")) }
        for process in processes() { #expect(!isAlive(process)) }
      }
    }
  }
}
