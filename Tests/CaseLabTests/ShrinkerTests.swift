import LSTMContract
import Testing

@testable import CaseLab

@Suite struct ShrinkerTests {
  private func drawn(where predicate: (LSTMProblem<Float>) -> Bool) throws -> LSTMProblem<Float> {
    let generator = CaseGenerator(seed: 3)
    let found = (0..<2_000).lazy.map { (generator.draw(index: $0) as Case<Float>).problem }.first(where: predicate)
    return try #require(found)
  }

  @Test func sizesShrinkToTheSmallestThatFails() throws {
    let fails: (LSTMProblem<Float>) -> Bool = { $0.shape.units >= 5 && $0.shape.timeSteps >= 2 }
    let smallest = Shrinker().shrink(try drawn(where: { fails($0) && $0.shape.batch > 2 }), fails: fails).problem
    #expect(smallest.shape.description == "T2 B1 I1 H5")
    #expect(smallest.options == LSTMOptions() && smallest.mask == nil && smallest.bias == nil)
    for tensor in [smallest.input, smallest.initialH, smallest.initialC, smallest.inputKernel, smallest.hiddenKernel] {
      #expect(tensor.elements.allSatisfy { $0 == 0 })
    }
  }

  @Test func aValueThatMattersStaysAsSimpleAsItCan() throws {
    let fails: (LSTMProblem<Float>) -> Bool = { $0.input.elements.contains { $0 > 0.3 } }
    let smallest = Shrinker().shrink(try drawn(where: fails), fails: fails).problem
    #expect(smallest.shape.description == "T1 B1 I1 H1")
    #expect(smallest.input.elements == [1])
  }

  @Test func anOptionThatMattersStays() throws {
    let fails: (LSTMProblem<Float>) -> Bool = { problem in
      problem.options.goBackwards && (problem.mask?.elements.contains(false) ?? false)
        && problem.initialH.elements.contains { $0 != 0 }
    }
    let smallest = Shrinker().shrink(try drawn(where: fails), fails: fails).problem
    #expect(smallest.options.goBackwards && smallest.mask?.elements == [false])
    #expect(smallest.initialH.elements == [1])
    #expect(smallest.shape.description == "T1 B1 I1 H1")
  }

  @Test func everyResultFailsAndTheAttemptsAreBounded() throws {
    let fails: (LSTMProblem<Float>) -> Bool = { $0.inputKernel.elements.reduce(0, +) > 0.7 && $0.shape.batch >= 2 }
    let result = Shrinker<Float>(maximumAttempts: 100).shrink(try drawn(where: fails), fails: fails)
    #expect(fails(result.problem) && result.attempts <= 100)
  }

  @Test func shrinkingIsAFunctionOfThePredicate() throws {
    let fails: (LSTMProblem<Float>) -> Bool = {
      $0.shape.units >= 3 && ($0.bias?.elements.contains { $0 < -0.2 } ?? false)
    }
    let start = try drawn(where: fails)
    let lines = (0..<2).map { _ in Case(problem: Shrinker().shrink(start, fails: fails).problem, origin: .explicit).line
    }
    #expect(lines[0] == lines[1])
  }

  @Test func aPairKeepsItsOneDifference() throws {
    let later = try drawn(where: {
      (4...9).contains($0.shape.units) && (4...9).contains($0.shape.timeSteps) && (2...4).contains($0.shape.batch)
        && $0.shape.inputSize < 10 && $0.initialH.elements.contains { $0 != 0 }
    })
    let earlier = try later.replacing(hiddenKernel: later.hiddenKernel.map { 1 - $0 })
    let result = Shrinker<Float>().shrink(earlier: earlier, later: later) { earlier, later in
      earlier.inputKernel == later.inputKernel && earlier.hiddenKernel != later.hiddenKernel
        && later.initialH.elements.contains { $0 != 0 }
    }
    let (first, second) = (result.calls[0], result.calls[1])
    #expect(second.shape.description == "T1 B1 I1 H1" && first.shape == second.shape)
    #expect(first.inputKernel == second.inputKernel && first.inputKernel.elements.allSatisfy { $0 == 0 })
    #expect(second.initialH.elements == [1] && first.initialH.elements == [0])
    #expect(zip(first.hiddenKernel.elements, second.hiddenKernel.elements).count { $0 != $1 } == 1)
  }

  @Test func aPairOfTwoSizesShrinksEachToWhatItNeeds() throws {
    let earlier = try drawn(where: { $0.shape.timeSteps > 6 })
    let later = try #require(earlier.keeping([0, 1, 2, 3], .step))
    let result = Shrinker<Float>().shrink(earlier: earlier, later: later) { earlier, later in
      earlier.shape.timeSteps > later.shape.timeSteps && later.shape.timeSteps >= 2
    }
    #expect(result.calls.map(\.shape.timeSteps) == [3, 2])
  }
}
