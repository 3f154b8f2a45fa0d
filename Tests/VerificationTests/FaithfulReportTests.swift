import FaithfulBank
import LSTMContract
import SuiteQuality
import Testing

@testable import Verification

@Suite struct FaithfulReportTests {
  @Test func theStylesReallyDiffer() throws {
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 2, 40], elements: (0..<80).map { Float($0 % 13) / 7 - 0.9 }),
      initialH: Tensor(shape: [1, 3], repeating: 0.3), initialC: Tensor(shape: [1, 3], repeating: -0.2),
      inputKernel: Tensor(shape: [40, 12], elements: (0..<480).map { Float($0 % 11) / 9 - 0.55 }),
      hiddenKernel: Tensor(shape: [3, 12], elements: (0..<36).map { Float($0 % 7) / 5 - 0.6 }))
    let answers = try FaithfulStyle.all.map { try FaithfulBackend<Float>($0).answer(problem).finalC.map(\.bitPattern) }
    #expect(Set(answers).count > 5)
  }

  @Test func everyChoiceOfEveryDimensionIsInTheBank() {
    let all = FaithfulStyle.all
    #expect(Set(all.map(\.order)) == Set(FaithfulStyle.Order.allCases))
    #expect(Set(all.map(\.sigmoid)) == Set(FaithfulStyle.Sigmoid.allCases))
    #expect(Set(all.map(\.tanh)) == Set(FaithfulStyle.Hyperbolic.allCases))
    for flag in [\FaithfulStyle.fuses, \.splits, \.startsWithBias, \.fusesCell, \.flushes] {
      #expect(Set(all.map { $0[keyPath: flag] }).count == 2)
    }
  }
}

extension FaithfulReportTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func theVerdictsDoNotDependOnTheThreads() async throws {
      let reports = [
        await FaithfulReport(runs: 600, threads: 1), await FaithfulReport(runs: 600, threads: 3),
      ]
      for (first, second) in zip(reports[0].records, reports[1].records) {
        #expect(first.runs == second.runs && first.largestRatio == second.largestRatio)
        #expect(first.suspicious == second.suspicious && first.fixedAlarms == second.fixedAlarms)
      }
    }

    @Test func noFaithfulImplementationIsAccused() async throws {
      let report = await FaithfulReport(runs: 2_000, seed: 11, threads: 2)
      #expect((1_500...2_000).contains(report.runs) && report.alarms == 0, "\(report.text)")
      #expect(report.outcome == .held)
      #expect(report.records.allSatisfy { $0.largestRatio < 1 })
    }
  }
}
