import LSTMContract
import Testing

@testable import CaseLab

@Suite struct CasePlanTests {
  private static let generator = CaseGenerator(seed: 0x4C53_544D)

  @Test func anOutlineSaysNothingThatTheDataProveWrong() {
    for index in 0..<1_500 {
      let plan = Self.generator.plan(index: index)
      guard plan.products <= 4_000_000, plan.shape.timeSteps * plan.shape.batch < 10_000 else { continue }
      let promised = plan.outline
      let found = ProblemOutline((Self.generator.draw(plan) as Case<Float>).problem)
      #expect(promised.shape == found.shape && promised.options == found.options && promised.mask == found.mask)
      #expect(promised.hasBias == found.hasBias)
      #expect(promised.hasInitialState == nil || promised.hasInitialState == found.hasInitialState, "\(plan)")
      #expect(promised.isFinite == nil || promised.isFinite == found.isFinite, "\(plan)")
    }
  }

  @Test func runsOfMaskedStepsHaveEveryLengthInside() {
    var lengths: Set<Int> = []
    var (rowsWithSeveral, rowsMaskedAtAnEnd) = (0, 0)
    for index in 0..<10_000 {
      let plan = Self.generator.plan(index: index)
      guard plan.mask == .runs, plan.shape.timeSteps * plan.shape.batch < 2_000, let rows = plan.maskRows else {
        continue
      }
      for row in rows where row.contains(false) {
        if row.first == false || row.last == false { rowsMaskedAtAnEnd += 1 }
        let runs = row.split(separator: true).map(\.count)
        lengths.formUnion(runs)
        if runs.count > 1 { rowsWithSeveral += 1 }
      }
    }
    #expect(rowsMaskedAtAnEnd == 0)
    #expect(lengths.isSuperset(of: 1...61), "\(lengths.sorted())")
    #expect(rowsWithSeveral >= 500)
  }

  /// A state that is lost after so many masked steps shows within a thousand cases.
  @Test func longRunsComeWithinAThousandCases() {
    for start in stride(from: 0, to: 10_000, by: 1_000) {
      let longest = (start..<start + 1_000).compactMap { index -> Int? in
        let plan = Self.generator.plan(index: index)
        guard plan.mask == .runs, plan.shape.timeSteps * plan.shape.batch < 2_000 else { return nil }
        return plan.maskRows?.flatMap { $0.split(separator: true).map(\.count) }.max()
      }
      #expect(longest.count { $0 > 12 } >= 10)
    }
  }

  @Test func notANumberIsReadAtStepsThatCount() {
    let cases = (0..<10_000).filter { index in
      let plan = Self.generator.plan(index: index)
      return plan.regime == .nan && (Self.generator.draw(plan) as Case<Float>).labels.contains(.countedNaN)
    }
    #expect(cases.count >= 200, "\(cases.count)")
  }

  @Test func negativeZerosComeBackWhereThereAreNoSteps() {
    let cases = (0..<10_000).filter { index in
      let plan = Self.generator.plan(index: index)
      return plan.shape.timeSteps == 0
        && (Self.generator.draw(plan) as Case<Float>).labels.contains(.negativeZeroState)
    }
    #expect(cases.count >= 15, "\(cases.count)")
  }

  @Test func subnormalNumbersComeInOneArrayAlone() {
    var seen: Set<Int> = []
    for index in 0..<10_000 {
      let plan = Self.generator.plan(index: index)
      guard plan.regime == .subnormalAlone, plan.shape.batch > 0, plan.shape.timeSteps > 0, plan.products < 4_000_000
      else { continue }
      let problem = (Self.generator.draw(plan) as Case<Float>).problem
      let arrays = [
        problem.input.elements, problem.initialH.elements, problem.initialC.elements, problem.inputKernel.elements,
        problem.hiddenKernel.elements, problem.bias?.elements ?? [],
      ]
      let subnormal = arrays.indices.filter { arrays[$0].contains(where: \.isSubnormal) }
      #expect(subnormal.count == 1)
      if let place = subnormal.first {
        seen.insert(place)
        let isWhole = arrays[place].allSatisfy { $0.isSubnormal }
        #expect(isWhole)
      }
    }
    #expect(seen == Set(0..<6))
  }
}
