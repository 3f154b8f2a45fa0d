import LSTMContract
import Mutants
import TestSupport
import Testing

@Suite struct GradedPlaceTests {
  private func bits(_ mutant: Mutant?, _ problem: LSTMProblem<Double>) throws -> [[UInt64]] {
    let answer = try MutantBackend<Double>(mutant).answer(problem)
    return AnswerPart.allCases.map { answer[$0].map(\.bits) }
  }

  @Test(arguments: [
    (GradedKind.weight, 0), (.hiddenWeight, 1), (.bias, 3), (.tanh, 0), (.sigmoid, 0),
  ])
  func theBankHoldsOneMemberOfEachFamily(kind: GradedKind, gate: Int) throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 5)
    let bank = try #require(Mutant(rawValue: "\(kind.rawValue)-1e-3"))
    #expect(try bits(bank, problem) == bits(.graded(kind, size: 1e-3, at: GradedPlace(gate: gate)), problem))
    #expect(try bits(bank, problem) != bits(nil, problem))
  }

  @Test(arguments: [GradedKind.weight, .hiddenWeight, .bias])
  func aPlaceIsMeantModuloTheSizes(kind: GradedKind) throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 6, inputSize: 3, units: 3)
    let (near, far) = (GradedPlace(gate: 2, row: 1, unit: 2), GradedPlace(gate: 2, row: 31, unit: 32))
    #expect(try bits(.graded(kind, size: 1e-3, at: near), problem) == bits(.graded(kind, size: 1e-3, at: far), problem))
  }

  @Test func everyPlaceAndSignIsAnotherFault() throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 7, inputSize: 2, units: 2)
    var places: [GradedPlace] = []
    for gate in 0..<4 {
      for row in 0..<2 {
        for unit in 0..<2 {
          for isNegative in [false, true] {
            places.append(GradedPlace(gate: gate, row: row, unit: unit, isNegative: isNegative))
          }
        }
      }
    }
    for kind in [GradedKind.weight, .hiddenWeight] {
      let mutants = places.map { Mutant.graded(kind, size: 1e-3, at: $0) }
      #expect(Set(try mutants.map { try bits($0, problem) }).count == 32 && Set(mutants.map(\.rawValue)).count == 32)
    }
    let reaches = GradedPlace.Reach.allCases.map { Mutant.graded(.tanh, size: 1e-3, at: GradedPlace(reach: $0)) }
    #expect(Set(try reaches.map { try bits($0, problem) }).count == 3)
  }

  @Test func onlyTanhHasAReach() throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 8)
    let answers = try GradedPlace.Reach.allCases.map {
      try bits(.graded(.sigmoid, size: 1e-3, at: GradedPlace(reach: $0)), problem)
    }
    #expect(Set(answers).count == 1)
  }
}
