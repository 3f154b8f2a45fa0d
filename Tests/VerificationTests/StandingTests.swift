import CaseLab
import LSTMContract
import LSTMOracle
import Mutants
import Testing

@testable import SuiteQuality
@testable import Verification

@Suite struct StandingTests {
  /// Just below (p - 2)u, the worst that is proven legal, at every place and of either sign.
  private static let barelyLegal: [Mutant] = [GradedKind.tanh, .sigmoid].flatMap { kind in
    GradedPlace.Reach.allCases.flatMap { reach in
      [true, false].map { Mutant.graded(kind, size: 2.38e-7, at: GradedPlace(reach: reach, isNegative: $0)) }
    }
  }

  @Test(arguments: barelyLegal)
  func aSearchNeverAccusesWhatIsProvenLegal(mutant: Mutant) async throws {
    #expect(mutant.standing(under: ArithmeticModel(scalar: .float)) == .legal)
    let backend = MutantBackend<Float>(mutant)
    let generator = CaseGenerator(seed: 31)
    var largest = 0.0
    for index in 0..<150 {
      let drawn: Case<Float> = generator.draw(index: index)
      let judgement = Oracle(drawn.problem).judge(try backend.answer(drawn.problem), model: backend.model)
      #expect(judgement.agrees, "\(drawn.line)")
      largest = max(largest, judgement.largestRatio?.value ?? 0)
    }
    #expect(largest < 1)
  }

  @Test(arguments: [GradedKind.weight, .hiddenWeight], [true, false])
  func whatIsProvenEquivalentHasTheBitsOfTheFaithfulBody(kind: GradedKind, isNegative: Bool) throws {
    let mutant = Mutant.graded(kind, size: 2.9e-8, at: GradedPlace(gate: 2, row: 5, unit: 9, isNegative: isNegative))
    #expect(mutant.standing(under: ArithmeticModel(scalar: .float)) == .equivalent)
    let generator = CaseGenerator(seed: 32)
    for index in 0..<60 {
      let problem = (generator.draw(index: index) as Case<Float>).problem
      let (right, wrong) = try (MutantBackend<Float>(nil).answer(problem), MutantBackend<Float>(mutant).answer(problem))
      for part in AnswerPart.allCases { #expect(right[part].map(\.bits) == wrong[part].map(\.bits)) }
    }
  }

  @Test func largerFaultsAndOtherTypesAreNotProven() {
    let (float, double) = (ArithmeticModel(scalar: .float), ArithmeticModel(scalar: .double))
    for kind in GradedKind.allCases {
      #expect(Mutant.graded(kind, size: 4e-7, at: GradedPlace()).standing(under: float) == .undetermined)
      #expect(Mutant.graded(kind, size: 1e-8, at: GradedPlace()).standing(under: double) == .undetermined)
    }
    let strict = ArithmeticModel(scalar: .float, activationUnits: 3)
    #expect(Mutant.graded(.tanh, size: 1e-7, at: GradedPlace()).standing(under: strict) == .undetermined)
    #expect(Mutant.allCases.allSatisfy { $0.standing(in: ScalarKind.allCases) == .undetermined })
    #expect(Mutant.allCases.allSatisfy { $0.standing(in: []) == .undetermined })
  }

  @Test func aSurvivorOrAnAlarmOnWhatIsProvenFailsTheSuite() async throws {
    #expect(MutantVerdict(wasSeen: true, standing: .legal) == .falseAlarm)
    #expect(MutantVerdict(wasSeen: true, standing: .equivalent) == .falseAlarm)
    #expect(MutantVerdict(wasSeen: false, standing: .undetermined) == .survived)
    var report = await MutantReport(
      [try #require(Mutant(rawValue: "tanh-moved-1e-8"))], budget: 2, scalars: [.float])
    #expect(report.outcome == .held)
    for verdict in [MutantVerdict.falseAlarm, .survived] {
      report.records[0].verdict = verdict
      #expect(report.outcome == .suiteFailed)
    }
  }
}

extension StandingTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func inFloatAloneEverySurvivorIsProven() async throws {
      let chosen = Mutant.allCases.filter {
        $0.mutantClass == .graded && $0.rawValue != "bias-moved-1e-8" || $0.rawValue == "double-in-float"
      }
      let report = await MutantReport(chosen, budget: 600, scalars: [.float], threads: 2)
      func ids(_ verdict: MutantVerdict) -> Set<String> {
        Set(report.records.filter { $0.verdict == verdict }.map(\.id))
      }
      #expect(report.outcome == .held, "\(report.survivors.map(\.id))")
      #expect(ids(.legal) == ["tanh-moved-1e-7", "tanh-moved-1e-8", "sigmoid-moved-1e-7", "sigmoid-moved-1e-8"])
      #expect(ids(.equivalent) == ["weight-scaled-1e-8", "hidden-weight-scaled-1e-8", "double-in-float"])
      #expect(report.text.contains("\(chosen.count - 7) of \(chosen.count - 7) mutants killed"))
      #expect(report.text.contains("not in the score in float: 4 proven legal, 3 proven equivalent"))
    }
  }
}
