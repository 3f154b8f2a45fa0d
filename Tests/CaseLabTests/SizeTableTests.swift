import LSTMContract
import Testing

@testable import CaseLab

@Suite struct SizeTableTests {
  /// In a run over both scalar types even indices are `Float`, odd ones `Double`.
  @Test func twoStrataHoldTheRequiredSizesInBothScalarTypesButForTheLargest() {
    let generator = CaseGenerator(seed: 0x4C53_544D)
    var counts = [[Int]](repeating: [0, 0], count: SizeRequirement.all.count)
    for index in 0..<20_000 {
      let shape = generator.plan(index: index).shape
      for (place, requirement) in SizeRequirement.all.enumerated() where requirement.holds(shape) {
        counts[place][index % 2] += 1
      }
    }
    for (requirement, count) in zip(SizeRequirement.all, counts) where !requirement.name.hasPrefix("H = I = 256") {
      #expect(count.allSatisfy { $0 >= 1 }, "\(requirement.name): \(count)")
    }
  }

  @Test(arguments: SizeProfile.allCases)
  func aStratumVisitsEveryPlaceOnce(sizes: SizeProfile) {
    let table = SizeTable.of(sizes)
    for stratum in 0..<3 {
      var seen: [SizeKind: Set<Int>] = [:]
      for index in stratum * table.length..<(stratum + 1) * table.length {
        let place = table.place(of: index, CounterRandom(seed: 5, case: .max))
        #expect(place.item < place.count && place.isEven == (index % 2 == 0))
        #expect(seen[place.kind, default: []].insert(place.item).inserted)
      }
      #expect(seen.values.reduce(0) { $0 + $1.count } == table.length)
    }
  }

  /// What is rare comes evenly: no part of a twentieth of a stratum is without a case of 24 places or more.
  @Test func thePlacesOfAGroupAreSpreadEvenly() {
    let table = SizeTable.of(.standard)
    for start in stride(from: 0, to: table.length, by: 1_000) {
      let kinds = (start..<start + 1_000).map { table.place(of: $0, CounterRandom(seed: 9, case: .max)).kind }
      for kind in [SizeKind.joint64, .units512, .features512, .weights18, .steps500, .rows64, .longWide, .joint256] {
        let share = Double(kinds.count { $0 == kind })
        let expected = kind == .longWide ? 0.8 : kind == .joint256 ? 1.2 : 2.4
        #expect(abs(share - expected) < 3, "\(kind) from \(start): \(share)")
      }
      #expect(kinds.contains(.joint64) && kinds.contains(.units512) && kinds.contains(.rows64))
    }
  }

  @Test func smallSizesAreSmall() {
    let generator = CaseGenerator(seed: 3, sizes: .small)
    for index in 0..<10_000 {
      let shape = generator.plan(index: index).shape
      #expect(shape.units <= 33 && shape.inputSize <= 33 && shape.timeSteps * shape.batch <= 64)
    }
  }

  @Test func largeSizesAreLarge() {
    let generator = CaseGenerator(seed: 3, sizes: .large)
    for index in 0..<2_000 {
      let shape = generator.plan(index: index).shape
      #expect(
        max(shape.units, shape.inputSize) >= 62 || shape.timeSteps >= 500 || shape.batch >= 64
          || (shape.batch >= 12 && shape.units >= 33) || shape.units >= 33 && shape.timeSteps >= 500, "\(shape)")
    }
  }

  @Test(arguments: [
    FixedSizes(inputSize: 1, units: 20), FixedSizes(timeSteps: 50), FixedSizes(batch: 0), FixedSizes(units: 1_024),
    FixedSizes(timeSteps: 7, batch: 3, inputSize: 2, units: 5), FixedSizes(timeSteps: 0),
  ])
  func fixedSizesAreThoseOfEveryCase(fixed: FixedSizes) {
    let generator = CaseGenerator(seed: 8, fixed: fixed)
    for index in 0..<1_000 {
      let plan = generator.plan(index: index)
      #expect(fixed.admits(plan.shape) && plan.products <= max(4_000_000, 4 * 1_024 * 1_025))
      if let steps = fixed.timeSteps, steps > 3 {
        #expect(![.oneHot, .zeroInput, .exactDense].contains(plan.regime))
      }
    }
  }

  @Test func profilesAndFixedSizesArePartsOfTheKey() throws {
    let plain = CaseGenerator(seed: 8)
    let others = [
      CaseGenerator(seed: 8, sizes: .small), CaseGenerator(seed: 8, fixed: FixedSizes(units: 4)),
      CaseGenerator(seed: 8, fixed: FixedSizes(inputSize: 4)),
    ]
    for (place, other) in others.enumerated() {
      for another in others[..<place] + [plain] {
        let same = (0..<50).count { other.plan(index: $0).options == another.plan(index: $0).options }
        #expect(same < 25)
      }
    }
  }

  @Test func aPermutationIsOne() {
    for count in [1, 2, 3, 12, 100, 161] {
      let order = KeyedPermutation(count: count, CounterRandom(seed: UInt64(count), case: 1))
      #expect(Set((0..<count).map { order[$0] }) == Set(0..<count))
    }
  }
}

extension SizeTableTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: [0x4C53_544D, 0, 1, UInt64.max], [0, 1, 7, 99])
    func everyStratumHoldsTheRequiredSizes(seed: UInt64, stratum: Int) {
      let generator = CaseGenerator(seed: seed)
      var counts = [Int](repeating: 0, count: SizeRequirement.all.count)
      for index in stratum * 10_000..<(stratum + 1) * 10_000 {
        let shape = generator.plan(index: index).shape
        for (place, requirement) in SizeRequirement.all.enumerated() where requirement.holds(shape) {
          counts[place] += 1
        }
      }
      for (requirement, count) in zip(SizeRequirement.all, counts) {
        #expect(count >= requirement.least, "\(requirement.name): \(count)")
      }
    }
  }
}
