import LSTMContract
import NaiveBackend
import Testing

@testable import Verification

@Suite struct PartialSubjectTests {
  /// Without the sequence of outputs only rows in which one step counts are judged at their step.
  @Test(arguments: [[.outputs], [.outputs, .finalC], [.outputs, .lastOutput]] as [Set<AnswerPart>])
  func mostCasesOfASubjectWithoutOutputsAreDecided(omitted: Set<AnswerPart>) async throws {
    let configuration = CampaignConfiguration(cases: 300, threads: 2, examinesCases: false)
    let report = try await Campaign(configuration, subjects: [LSTMSubject(Partial(omittedParts: omitted))]).run()
    let subject = try #require(report.ledger.subjects.first)
    #expect(subject.cases > 100 && subject.disagrees == 0)
    #expect(subject.partlyUndecided > 0)
    #expect(10 * (subject.cases - subject.partlyUndecided) >= 6 * subject.cases, "\(report.text())")
  }
}

extension PartialSubjectTests {
  /// What is not returned shows no mistake: discrimination counts by the arrays that are.
  @Test(arguments: [[.outputs, .finalC], [.outputs, .lastOutput, .finalH]] as [Set<AnswerPart>])
  func standardMistakesAreNoticedByWhatIsReturned(omitted: Set<AnswerPart>) async throws {
    let configuration = CampaignConfiguration(cases: 200, threads: 2)
    let report = try await Campaign(configuration, subjects: [LSTMSubject(Partial(omittedParts: omitted))]).run()
    let own = try #require(report.ledger.subjects.first?.ownDiscrimination)
    #expect(own.cases > 100 && own.noticed < own.cases && 10 * own.noticed > 8 * own.cases, "\(own)")
  }
}

/// A right implementation that never returns some of the arrays.
private struct Partial: LSTMBackend {
  let omittedParts: Set<AnswerPart>
  var name: String { "partial" }
  var model: ArithmeticModel { ArithmeticModel(scalar: .float) }
  func run(_ problem: LSTMProblem<Float>, into answer: inout LSTMAnswer<Float>) throws {
    NaiveBackend<Float>().run(problem, into: &answer)
  }
}
