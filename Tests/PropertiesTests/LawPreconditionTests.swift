import LSTMContract
import Properties
import TestSupport
import Testing

@Suite struct LawPreconditionTests {
  private func outcome(_ name: String, _ problem: LSTMProblem<Double>) throws -> LawOutcome<Double> {
    try Laws.named(name).apply(to: problem, original: faithful(problem), draw: 5) { try faithful($0) }
  }

  private func applies(_ name: String, to problem: LSTMProblem<Double>) throws -> Bool {
    if case .comparison = try outcome(name, problem) { true } else { false }
  }

  @Test(arguments: [
    ([true, false, true], false, false, true), ([true, false, false], false, false, false),
    ([true, false, false], true, false, true), ([false, false, true], false, true, false),
    ([true, false, true], false, true, true),
  ])
  func splitCutsOnlyBeforeUnmaskedSteps(mask: [Bool], zeroOutput: Bool, backwards: Bool, applies: Bool) throws {
    let options = LSTMOptions(goBackwards: backwards, zeroOutputForMask: zeroOutput)
    let problem: LSTMProblem<Double> = try smallProblem(seed: 1, batch: 1, mask: mask, options: options)
    #expect(try self.applies("split", to: problem) == applies)
  }

  @Test func splitLooksAtEveryRow() throws {
    let mask = [true, true, false] + [true, false, true]
    #expect(try applies("split", to: smallProblem(seed: 1, mask: mask)) == false)
  }

  /// The first part of a backward sequence is the end of its input.
  @Test func splitOfABackwardSequenceStartsAtTheEnd() throws {
    let problem: LSTMProblem<Double> = try smallProblem(
      seed: 1, timeSteps: 2, batch: 1, inputSize: 1, options: LSTMOptions(goBackwards: true))
    var asked: [LSTMProblem<Double>] = []
    _ = try Laws.named("split").apply(to: problem, original: faithful(problem), draw: 0) { part in
      asked.append(part)
      return try faithful(part)
    }
    #expect(asked.map(\.input.elements) == [[problem.input[1]], [problem.input[0]]])
    #expect(asked[0].initialH == problem.initialH)
    #expect(try asked[1].initialH.elements == faithful(asked[0]).finalH)
  }

  @Test(arguments: ["permute-batch", "batch-of-one"])
  func aSingleRowSaysNothingAboutABatch(name: String) throws {
    #expect(try applies(name, to: smallProblem(seed: 1, batch: 1)) == false)
    #expect(try applies(name, to: smallProblem(seed: 1, batch: 2)))
  }

  @Test(arguments: [2, 4, 5, 9])
  func batchOfOneMakesAtMostFiveCalls(batch: Int) throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 1, batch: batch)
    var sizes: [Int] = []
    _ = try Laws.named("batch-of-one").apply(to: problem, original: faithful(problem), draw: 3) { part in
      sizes.append(part.shape.batch)
      return try faithful(part)
    }
    #expect(sizes == (batch <= 4 ? Array(repeating: 1, count: batch) : [1, 1, 1, 1, batch - 4]))
  }

  @Test func oneUnitHasNothingToPermute() throws {
    #expect(try applies("permute-units", to: smallProblem(seed: 1, units: 1)) == false)
  }

  @Test func maskLawsLookAtTheMask() throws {
    let holes = [true, false, true, true, true, true]
    let full = Array(repeating: true, count: 6)
    #expect(try applies("all-true-mask", to: smallProblem(seed: 1, mask: holes)) == false)
    #expect(try applies("all-true-mask", to: smallProblem(seed: 1, mask: full)))
    #expect(try applies("all-true-mask", to: smallProblem(seed: 1)))
    #expect(try applies("masked-values", to: smallProblem(seed: 1, mask: holes)))
    #expect(try applies("masked-values", to: smallProblem(seed: 1, mask: full)) == false)
    #expect(try applies("masked-values", to: smallProblem(seed: 1)) == false)
  }

  @Test(arguments: [false, true])
  func maskedValuesReplacesExactlyTheMaskedOnesAndPlantsNaN(alreadyNaN: Bool) throws {
    let mask = [true, false, true, true, true, false]
    var problem: LSTMProblem<Double> = try smallProblem(seed: 1, mask: mask)
    var input = problem.input
    if alreadyNaN {
      for (step, used) in mask.enumerated() where !used { input[2 * step] = .nan }
    }
    problem = try problem.replacing(input: input)
    _ = try Laws.named("masked-values").apply(to: problem, original: faithful(problem), draw: 9) { other in
      for index in input.elements.indices {
        let same = other.input[index].bits == input[index].bits
        #expect(same == mask[index / 2])
      }
      #expect(other.input[2].isNaN != alreadyNaN)
      return try faithful(other)
    }
  }

  @Test(arguments: [false, true])
  func appendedStepsAreProcessedLastAndMasked(backwards: Bool) throws {
    let problem: LSTMProblem<Double> = try smallProblem(
      seed: 1, batch: 1, inputSize: 1, options: LSTMOptions(goBackwards: backwards))
    _ = try Laws.named("append-masked").apply(to: problem, original: faithful(problem), draw: 2) { longer in
      let added = longer.shape.timeSteps - 3
      #expect(added >= 1)
      let real = backwards ? added..<added + 3 : 0..<3
      #expect(Array(longer.input.elements[real]) == problem.input.elements)
      #expect(longer.mask?.elements == (0..<added + 3).map { real.contains($0) })
      return try faithful(longer)
    }
  }

  @Test func appendedStepsLeaveLastOutputAloneUnlessItIsZeroed() throws {
    for zero in [false, true] {
      let problem: LSTMProblem<Double> = try smallProblem(seed: 1, options: LSTMOptions(zeroOutputForMask: zero))
      guard case .comparison(let comparison) = try outcome("append-masked", problem) else {
        Issue.record("append-masked applies to every batch")
        continue
      }
      #expect(comparison.parts.contains(.lastOutput) == !zero)
    }
  }

  @Test(arguments: Laws.all.map(\.name))
  func anEmptyBatchIsNeverCompared(name: String) throws {
    #expect(try applies(name, to: smallProblem(seed: 1, batch: 0, mask: [])) == false)
  }

  @Test func anAnswerOfAnotherSizeIsAnErrorAndNoTrap() throws {
    let problem: LSTMProblem<Double> = try smallProblem(seed: 1)
    #expect(throws: LSTMProblemError.self) {
      try Laws.named("reverse").apply(to: problem, original: faithful(problem), draw: 0) { other in
        var answer = try faithful(other)
        answer.outputs.removeLast()
        return answer
      }
    }
  }
}
