import CaseLab
import FaithfulBank
import LSTMContract
import LSTMOracle
import Mutants
import Testing

@testable import Verification

@Suite struct RatioSearchTests {
  private let faithful = LSTMSubject(
    name: "faithful", float: FaithfulBackend<Float>(FaithfulStyle()), double: FaithfulBackend<Double>(FaithfulStyle()))

  @Test func theSearchRaisesTheRatioAndNeverAccusesAFaithfulImplementation() async throws {
    let records = await TargetedSearch.run(
      [faithful], scalars: [.float, .double], seed: 5, budget: 1_200, threads: 2)
    #expect(records.count == 2)
    for record in records {
      #expect(record.targeted > record.plain && record.targeted <= 1, "\(record)")
      #expect(record.detail == nil)
    }
  }

  @Test func theLineShowsTheRatioAgain() async throws {
    let record = try #require(
      await TargetedSearch.run([faithful], scalars: [.float], seed: 6, budget: 400, threads: 1).first)
    guard case .float(let problem) = try GivenCase(record.line).problem else {
      Issue.record("not a float case")
      return
    }
    let backend = FaithfulBackend<Float>(FaithfulStyle())
    let judgement = Oracle(problem).judge(try backend.answer(problem), model: backend.model)
    #expect(judgement.largestRatio?.value == record.targeted)
  }

  @Test func theSearchDoesNotDependOnTheThreads() async {
    let lines = [
      await TargetedSearch.run([faithful], scalars: [.float, .double], seed: 7, budget: 300, threads: 1).map(\.line),
      await TargetedSearch.run([faithful], scalars: [.float, .double], seed: 7, budget: 300, threads: 2).map(\.line),
    ]
    #expect(lines[0] == lines[1])
  }

  @Test func aWrongSubjectExceedsItsRadius() async throws {
    let mutant = try #require(Mutant(rawValue: "bias-moved-1e-4"))
    let subject = LSTMSubject(name: "moved", float: MutantBackend<Float>(mutant), double: nil)
    let record = try #require(
      await TargetedSearch.run([subject], scalars: [.float], seed: 8, budget: 200, threads: 1).first)
    #expect(record.targeted > 1 && record.detail != nil)
  }
}
