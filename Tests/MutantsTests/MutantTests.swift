import LSTMContract
import Mutants
import TestSupport
import Testing

@Suite struct MutantTests {
  /// Three steps backwards over three rows: one masked at its processed start, one fully masked, one with a hole.
  private func tellingProblem<S: LSTMScalar>() throws -> LSTMProblem<S> {
    try smallProblem(
      seed: 2, batch: 3,
      mask: [true, true, false] + [false, false, false] + [true, false, true],
      options: LSTMOptions(goBackwards: true))
  }

  @Test(arguments: Mutant.named)
  func everyMutantDiffersFromTheFaithfulBody(mutant: Mutant) throws {
    let single: LSTMProblem<Float> = try tellingProblem()
    let double: LSTMProblem<Double> = try tellingProblem()
    #expect(try parts(in: single, wherein: mutant).isEmpty == false)
    #expect(try parts(in: double, wherein: mutant).isEmpty == false)
  }

  /// The arrays in which a mutant is wrong on the telling problem: a fault placed elsewhere shows elsewhere.
  @Test(arguments: [
    (Mutant.leadingMaskedStepEmitsH0, [AnswerPart.lastOutput, .outputs]), (.lastOutputIsH, [.lastOutput]),
    (.stateZeroedOnMask, AnswerPart.allCases), (.h0C0Swapped, AnswerPart.allCases),
    (.maskNotReversed, AnswerPart.allCases), (.vectorTailStale, AnswerPart.allCases),
  ])
  func aFaultShowsInTheArraysThatItTouches(mutant: Mutant, touched: [AnswerPart]) throws {
    let problem: LSTMProblem<Double> = try tellingProblem()
    #expect(try parts(in: problem, wherein: mutant) == touched)
  }

  @Test(arguments: Mutant.named)
  func aMutantIsAPureFunction(mutant: Mutant) throws {
    let problem: LSTMProblem<Float> = try tellingProblem()
    let backend = MutantBackend<Float>(mutant)
    var reused = LSTMAnswer(to: problem, filledWith: 12345)
    backend.run(problem, into: &reused)
    #expect(try backend.answer(problem) == reused)
  }

  /// Below the sizes that a mutant declares it is right; at those sizes it is seen.
  @Test(arguments: Mutant.named.filter { $0.smallestUnits > 1 })
  func theSmallestUnitsAreTheSmallest(mutant: Mutant) throws {
    for seed in 0..<40 as Range<UInt64> {
      let problem: LSTMProblem<Float> = try anyProblem(seed: seed, units: 1...mutant.smallestUnits - 1)
      #expect(try parts(in: problem, wherein: mutant).isEmpty)
    }
    let problem: LSTMProblem<Float> = try smallProblem(
      seed: 3, timeSteps: 1, batch: 1, inputSize: 1, units: mutant.smallestUnits)
    #expect(try parts(in: problem, wherein: mutant).isEmpty == false)
  }

  /// The same for time steps, with the smallest of every other size.
  @Test(arguments: Mutant.named)
  func theSmallestTimeStepsAreTheSmallest(mutant: Mutant) throws {
    func problem(timeSteps: Int, seed: UInt64) throws -> LSTMProblem<Double> {
      try smallProblem(
        seed: seed, timeSteps: timeSteps, batch: 1, inputSize: 1, units: mutant.smallestUnits,
        mask: seed % 2 == 0 ? nil : (0..<timeSteps).map { $0 > 0 }, options: LSTMOptions(goBackwards: true))
    }
    let seeds = 0..<20 as Range<UInt64>
    let smallest = mutant.smallestTimeSteps
    #expect(try seeds.contains { try !parts(in: problem(timeSteps: smallest, seed: $0), wherein: mutant).isEmpty })
    if smallest > 1 {
      #expect(
        try seeds.allSatisfy { try parts(in: problem(timeSteps: smallest - 1, seed: $0), wherein: mutant).isEmpty })
    }
  }

  @Test func everyIdIsUnique() {
    let all = Mutant.allCases
    #expect(all.count >= 200 && Set(all.map(\.rawValue)).count == all.count)
    for mutant in all { #expect(Mutant(rawValue: mutant.rawValue) == mutant && !mutant.sentence.isEmpty) }
  }

  @Test func vectorTailIsRightOnWholeVectors() throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed: 4, units: 8)
    #expect(try parts(in: problem, wherein: .vectorTailStale).isEmpty)
  }

  /// The figures of Docs/equations.md's errata are reproduced in kind: another gate order is a gross error.
  @Test(arguments: [Mutant.gatesIFSwapped, .gatesJOSwapped])
  func swappedGatesAreTheFaithfulBodyOnSwappedBlocks(mutant: Mutant) throws {
    let problem: LSTMProblem<Double> = try tellingProblem()
    let units = problem.shape.units
    let order = mutant == .gatesIFSwapped ? [1, 0, 2, 3] : [0, 1, 3, 2]
    func swapped(_ matrix: Tensor<Double>) throws -> Tensor<Double> {
      let rows = matrix.elements.count / (4 * units)
      let elements = (0..<rows).flatMap { row in
        order.flatMap { gate in (0..<units).map { matrix[row * 4 * units + gate * units + $0] } }
      }
      return try Tensor(shape: matrix.shape, elements: elements)
    }
    let other = try problem.replacing(
      inputKernel: swapped(problem.inputKernel), hiddenKernel: swapped(problem.hiddenKernel),
      bias: .some(problem.bias.map { try swapped($0) }))
    let (expected, found) = try (MutantBackend(nil).answer(other), MutantBackend(mutant).answer(problem))
    for part in AnswerPart.allCases { #expect(expected[part] == found[part]) }
  }

  @Test func bfloat16CellStatesHaveEightSignificantBits() throws {
    let problem: LSTMProblem<Double> = try tellingProblem()
    let answer = try MutantBackend(.cellStateInBfloat16).answer(problem)
    let stepped = answer.finalC.enumerated().filter { $0.offset / problem.shape.units != 1 }.map(\.element)
    for c in stepped { #expect(c.significandWidth <= 7) }
    #expect(stepped.allSatisfy { $0 != 0 })
  }

  @Test func idsAreUniqueAndLeadBack() {
    #expect(Set(Mutant.named.map(\.rawValue)).count == Mutant.named.count)
    #expect(Mutant.named.count >= 12)
    for mutant in Mutant.named {
      #expect(Mutant(rawValue: mutant.rawValue)?.sentence == mutant.sentence)
      #expect(mutant.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(mutant.sentence.hasSuffix(".") && mutant.sentence.count > 20)
    }
    #expect(Mutant(rawValue: "no-such-mutant") == nil)
    #expect(Set(Mutant.allCases.map(\.mutantClass)) == Set(MutantClass.allCases))
  }

  /// The arrays in which a mutant's answer has other bits than the faithful body's.
  private func parts<S: LSTMScalar>(in problem: LSTMProblem<S>, wherein mutant: Mutant) throws -> [AnswerPart] {
    let (right, wrong) = try (MutantBackend<S>(nil).answer(problem), MutantBackend<S>(mutant).answer(problem))
    return AnswerPart.allCases.filter { right[$0].map(\.bits) != wrong[$0].map(\.bits) }
  }
}
