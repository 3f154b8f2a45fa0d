import LSTMContract
import Mutants
import Properties
import TestSupport
import Testing

@Suite struct LawTests {
  private static let seeds = 0..<200 as Range<UInt64>

  @Test(arguments: Laws.all.map(\.name))
  func holdsForTheFaithfulBody(name: String) throws {
    let law = try Laws.named(name)
    var held = 0
    for seed in Self.seeds {
      let single: LSTMProblem<Float> = try anyProblem(seed: seed)
      let double: LSTMProblem<Double> = try anyProblem(seed: seed)
      let judgements = try [
        law.judge(MutantBackend(nil), on: single, draw: seed, tolerance: 1e-4),
        law.judge(MutantBackend(nil), on: double, draw: seed, tolerance: 1e-12),
      ]
      #expect(judgements.contains(.broken) == false, "seed \(seed)")
      held += judgements.count { $0 == .held }
    }
    // Each seed gives two judgements; a law that applies to fewer than one in five is hardly tested here.
    #expect(5 * held >= 2 * Self.seeds.count)
  }

  /// The mutants that each law catches on the same problems. What no law catches here, an oracle has to.
  private static let kills: [String: Set<Mutant>] = [
    "split": [.h0C0Swapped, .maskNotReversed],
    "permute-batch": [], "batch-of-one": [],
    "reverse": [.maskNotReversed],
    "permute-units": [.vectorTailStale],
    "all-true-mask": [], "layout": [],
    "masked-values": [.maskNotReversed],
    "append-masked": [.stateZeroedOnMask, .maskNotReversed],
    "zero-kernels": Set(Mutant.named).subtracting([.hiddenKernelTransposed]),
  ]

  @Test(arguments: Laws.all.map(\.name))
  func catchesItsMutants(name: String) throws {
    let law = try Laws.named(name)
    let caught = try Mutant.named.filter { mutant in
      try Self.seeds.contains { seed in
        let problem: LSTMProblem<Double> = try anyProblem(seed: seed)
        return try law.judge(MutantBackend(mutant), on: problem, draw: seed, tolerance: 1e-12) == .broken
      }
    }
    #expect(Set(caught) == Self.kills[name])
  }

  @Test(arguments: [
    ("permute-batch", PlantedFault.sharedInitialState), ("batch-of-one", .sharedInitialState),
    ("all-true-mask", .lateMask), ("masked-values", .maskedByProduct), ("layout", .layoutIgnored),
  ])
  func catchesAPlantedFault(name: String, fault: PlantedFault) throws {
    let law = try Laws.named(name)
    let broken = try Self.seeds.count { seed in
      let problem: LSTMProblem<Double> = try anyProblem(seed: seed)
      return try law.judge(fault.backend, on: problem, draw: seed, tolerance: 1e-12) == .broken
    }
    #expect(broken > 0)
  }

  /// Data that is not finite is applied like any other; which elements are decidable is for the caller to say.
  @Test(arguments: Laws.all.map(\.name))
  func acceptsDataThatIsNotFinite(name: String) throws {
    let law = try Laws.named(name)
    let special: [Double] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -0.0, .leastNonzeroMagnitude]
    for seed in 0..<60 as Range<UInt64> {
      let finite: LSTMProblem<Double> = try anyProblem(seed: seed)
      var numbers = SeededNumbers(seed: seed)
      func strewn(_ array: Tensor<Double>) -> Tensor<Double> {
        array.map { value in
          Int.random(in: 0..<6, using: &numbers) > 0 ? value : special.randomElement(using: &numbers) ?? value
        }
      }
      let problem = try finite.replacing(
        input: strewn(finite.input), initialC: strewn(finite.initialC), hiddenKernel: strewn(finite.hiddenKernel),
        bias: .some(finite.bias.map(strewn)))
      let judgement = try law.judge(MutantBackend(nil), on: problem, draw: seed, tolerance: 1e-12)
      if law.exactness == .bitForBit { #expect(judgement != .broken) }
    }
  }

  /// A law that hands the subject the same problem again would hold for everybody.
  @Test(arguments: Laws.all.map(\.name))
  func neverRunsTheProblemItself(name: String) throws {
    let law = try Laws.named(name)
    for seed in Self.seeds {
      let problem: LSTMProblem<Float> = try anyProblem(seed: seed)
      _ = try law.apply(to: problem, original: faithful(problem), draw: seed) { other in
        #expect(other != problem, "seed \(seed)")
        return try faithful(other)
      }
    }
  }

  @Test(arguments: Laws.all.map(\.name))
  func theDrawDecidesEveryChoice(name: String) throws {
    let law = try Laws.named(name)
    func problems(seed: UInt64, draw: UInt64) throws -> [LSTMProblem<Double>] {
      let problem: LSTMProblem<Double> = try anyProblem(seed: seed)
      var asked: [LSTMProblem<Double>] = []
      _ = try law.apply(to: problem, original: faithful(problem), draw: draw) { other in
        asked.append(other)
        return try faithful(other)
      }
      return asked
    }
    func text(_ seed: UInt64, _ draw: UInt64) throws -> [String] {
      try problems(seed: seed, draw: draw).map { "\($0)" }
    }
    for seed in 0..<20 as Range<UInt64> { #expect(try text(seed, 7) == text(seed, 7)) }
    let drawn = ["split", "permute-batch", "batch-of-one", "permute-units", "masked-values", "append-masked"]
    let choices = try (0..<40 as Range<UInt64>).contains { try text($0, 1) != text($0, 2 + $0) }
    #expect(choices == drawn.contains(name))
  }

  @Test func namesAreUniqueAndReasonsAreGiven() {
    #expect(Set(Laws.all.map(\.name)).count == 10)
    #expect(Laws.all.filter { $0.exactness == .bitForBit }.map(\.name) == ["masked-values"])
    for law in Laws.all { #expect(law.statement.hasSuffix(".") && law.why.hasSuffix(".")) }
  }
}
