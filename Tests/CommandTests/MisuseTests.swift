import Foundation
import Testing

@Suite struct MisuseTests {
  @Test(arguments: [
    (["--fuzz", "0"], "--fuzz"), (["--fuzz", "-3"], "--fuzz"), (["--fuzz", "many"], "--fuzz"),
    (["--fuzz", "10", "--threads", "0"], "--threads must be at least 1 (got 0)"),
    (["--fuzz", "10", "--backend", "nobody"], "nobody"),
    (["--fuzz", "10", "--backend", "mutant:nobody"], "nobody"), (["--fuzz", "10", "--scalar", "half"], "half"),
    (["--fuzz", "10", "--seed", "0xzz"], "0xzz"), (["--seed", "3"], "--fuzz"), (["--backend", "naive"], "--fuzz"),
    (["--from", "0", "--to", "3"], "--fuzz"), (["--fuzz", "3", "--from", "0"], "--to"),
    (["--fuzz", "3", "--from", "0", "--to", "4"], "--to"), (["--fuzz", "3", "--convention", "keras"], "--weights"),
    (["diagnose", "--threads", "1"], "--self-test"),
    (["diagnose", "--self-test", "--backend", "naive"], "--self-test"),
    (["equations", "--fuzz", "3"], "--fuzz"), (["--fuzz", "3", "equations"], "--fuzz"),
    (["--seed", "3", "check", "x"], "--fuzz"), (["show", "--backend", "naive", "x"], "--backend"),
    (["check"], "file"), (["check", "no-such-file"], "no-such-file"), (["check", "/dev/zero"], "/dev/zero"),
    (["replay", "lstm-line/99 float seed=0x1 index=2"], "99"), (["replay", "lstm-line/4 nonsense"], "nonsense"),
    (["replay", "lstm-case/3 float seed=0x1 index=2"], "generator '3' drew other cases"),
    (["golden", "check", "--directory", "no-such-folder"], "no-such-folder"),
    (["mutants", "--scalar", "half"], "half"), (["sensitivity", "--samples", "0"], "--samples"),
    (["sensitivity", "--budget", "0"], "--budget"), (["sensitivity", "--threads", "0"], "--threads"),
    (["sensitivity", "--budget-below-limit", "-1"], "--budget-below-limit"),
    (["sensitivity", "--svg", "no-such-folder/plot.svg"], "no-such-folder"), (["sensitivity", "--svg", "."], "--svg"),
    (["sensitivity", "--fuzz", "3"], "--fuzz"), (["sensitivity", "--scalar", "double"], "--scalar"),
    (["sensitivity", "--backend", "naive"], "--backend"), (["conjure"], "Unknown command 'conjure'"),
  ])
  func misuseExitsTwoAndNamesWhatIsWrong(arguments: [String], named: String) throws {
    let result = try BuiltCommand.run(arguments)
    #expect(result.status == 2, "\(result.output)\(result.error)")
    #expect(result.error.contains(named))
  }

  @Test(arguments: [["--help"], ["--version"], ["check", "--help"], ["equations"], ["backends"]])
  func helpAndListingsExitZero(arguments: [String]) throws {
    let result = try BuiltCommand.run(arguments)
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionScriptsAreGenerated(shell: String) throws {
    let result = try BuiltCommand.run(["--generate-completion-script", shell])
    #expect(result.status == 0 && result.output.contains("lstm-verify"))
  }
}
