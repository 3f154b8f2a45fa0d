import LSTMContract
import Mutants
import Testing

@testable import SuiteQuality
@testable import Verification

@Suite struct RivalRuleTests {
  @Test func noRuleButDenseDataAccusesTheFaithfulBody() throws {
    for rule in try RivalRule.all() where rule.name != "dense-torch" {
      #expect(!rule.prepared().notices(nil), "\(rule.name)")
    }
  }

  @Test func everyRuleNoticesAGrossFaultOfItsReach() throws {
    for rule in try RivalRule.all() {
      #expect(rule.prepared().notices(Mutant(rawValue: "output-linear")), "\(rule.name)")
    }
  }

  @Test func constantWeightsCannotSeeTheOrderOfTheGates() throws {
    let onnx = try #require(try RivalRule.all().first { $0.name == "onnx" }).prepared()
    #expect(!onnx.notices(.gatesIFSwapped) && !onnx.notices(.hiddenKernelTransposed))
  }

  @Test func inNoClassDoesAnotherRuleNoticeMore() async throws {
    let own = await SampleOfTheBank.report.value
    let tried = Set(own.records.map(\.id))
    let rivals = try await RivalReport(names: RivalReport.names.filter { $0 != "dense-torch" }, threads: 2)
    let killed = Set(own.records.filter { $0.verdict == .killed }.map(\.id))
    for mutantClass in MutantClass.allCases {
      let mutants = rivals.noticed.filter { $0.mutantClass == mutantClass && tried.contains($0.id) }
      for rule in rivals.rules {
        #expect(mutants.count { $0.rules.contains(rule.name) } <= mutants.count { killed.contains($0.id) })
      }
    }
    #expect(rivals.text(beside: own).contains("benchdnn-bf16"))
  }
}
