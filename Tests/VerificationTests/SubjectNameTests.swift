import Catalog
import LSTMContract
import Mutants
import Testing

@testable import Verification

@Suite struct SubjectNameTests {
  @Test(arguments: [
    (["a", "b"], ["a", "b"]), (["a", "a", "a"], ["a", "a #2", "a #3"]), (["a", "a", "a #2"], ["a", "a #3", "a #2"]),
    (["numpy"], ["numpy #2"]),
  ])
  func everySubjectHasANameOfItsOwn(given: [String], expected: [String]) {
    let subjects = given.map { Catalog.backends[0].named($0) }
    #expect(subjects.distinctlyNamed(beside: ["numpy"]).map(\.name) == expected)
  }

  @Test func theInnocentOfTwoOfOneNameIsNotAccused() throws {
    let fault = try #require(Mutant.allCases.first)
    let wrong = LSTMSubject(
      name: "twin", float: MutantBackend<Float>(fault), double: MutantBackend<Double>(fault), invocation: "--wrong")
    let right = LSTMSubject(
      name: "twin", float: MutantBackend<Float>(nil), double: MutantBackend<Double>(nil), invocation: "--right")
    let report = try Campaign(CampaignConfiguration(cases: 60), subjects: [right, wrong]).runWithoutReference()
    let accused = report.counterexamples.filter { if case .agreement = $0.check { false } else { true } }
    #expect(
      !accused.isEmpty
        && accused.allSatisfy { $0.subject.name == "twin #2" && $0.subject.index == 1 && $0.invocation == "--wrong" })
    #expect(!report.text().contains("WHY twin is wrong"))
    #expect(report.ledger.subjects.map(\.disagrees)[0] == 0)
  }
}
