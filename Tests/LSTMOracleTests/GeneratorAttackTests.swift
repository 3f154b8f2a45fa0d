import LSTMContract
import LSTMOracle
import Testing

/// Attacks on R38 at the limits of the declared class. The counts are those of every test run; larger ones are run by hand
/// (Docs/tolerances.md gives their figures).
@Suite struct GeneratorAttackTests {
  private static let problems = 100
  private static let climb = 100

  /// u from Float's to one so coarse that what is not linear decides.
  @Test(arguments: [0x1p-24, 0x1p-16, 0x1p-12, 0x1p-9])
  func noLegalErrorsLeaveTheRadiiOfGenerators(roundoff: Double) throws {
    var largest = 0.0
    for seed in 0..<UInt64(Self.problems) {
      largest = max(largest, try attack(seed, roundoff, climb: seed % 8 == 0 ? Self.climb : 0, plain: seed % 2 == 0))
    }
    #expect(largest <= 1)
  }

  /// Sequences so long that symbols are boxed.
  @Test(arguments: [0x1p-24, 0x1p-12])
  func noLegalErrorsLeaveTheRadiiOfBoxedSymbols(roundoff: Double) throws {
    var largest: [Double] = []
    for seed in 0..<UInt64(Self.problems) {
      largest.append(try attack(seed, roundoff, steps: 10 + Int(seed % 40), plain: seed % 2 == 0))
    }
    #expect(largest.max() ?? 0 <= 1)
  }

  @Test(arguments: 1...8)
  func theWorstLegalErrorsReachTheRadiiOfGenerators(steps: Int) throws {
    var reached: [Double] = []
    for seed in 0..<20 { reached.append(try attack(UInt64(seed), 0x1p-24, steps: steps, plain: true)) }
    #expect(reached.max() ?? 0 <= 1)
    #expect(reached.sorted()[reached.count / 2] > 0.9)
  }

  /// The largest |error| / radius of the last h and c.
  private func attack(
    _ seed: UInt64, _ roundoff: Double, steps: Int? = nil, climb: Int = 0, plain: Bool
  ) throws -> Double {
    var stream = TestStream(seed &* 977 &+ 5)
    let problem = try Self.problem(&stream, steps: steps, plain: plain)
    var model = ArithmeticModel(scalar: .float)
    model.unitRoundoff = roundoff
    model.accumulatorRoundoff = roundoff
    (model.sigmoid, model.tanh) = (ActivationClass(absolute: 6 * roundoff), ActivationClass(absolute: 6 * roundoff))
    if seed % 3 == 0 {
      (model.storageRoundoffC, model.storageRoundoffH) = (4 * roundoff, 2 * roundoff)
      model.operandRoundoff = roundoff
    }
    let reference = Oracle(problem).endToEnd(model: model, radii: .generators)
    let adversary = LegalAdversary(problem: problem, model: model)
    let exact = adversary.run(nil)
    var largest = 0.0
    for unit in 0..<problem.shape.units {
      for isCell in [false, true] {
        let part = reference[isCell ? .finalC : .finalH]
        let radius = part.radius[unit]
        guard radius.isFinite, radius > 0 else { continue }
        func ratio(_ run: LegalAdversary.Run) -> Double {
          abs((isCell ? run.c : run.h)[unit] - part.value[unit] - part.rest[unit]) / radius
        }
        for direction in [-1.0, 1.0] {
          var shares = adversary.signs(of: exact, unit: unit, isCell: isCell).map { $0 * direction }
          var run = adversary.run(shares)
          // Once more from where the errors lead.
          shares = adversary.signs(of: run, unit: unit, isCell: isCell).map { $0 * direction }
          run = adversary.run(shares)
          var best = ratio(run)
          for _ in 0..<climb {
            var other = shares
            for _ in 0...stream.below(3) {
              other[stream.below(other.count)] = stream.below(4) == 0 ? stream.number(1) : stream.below(2) == 0 ? -1 : 1
            }
            let reached = ratio(adversary.run(other))
            if reached > best { (best, shares) = (reached, other) }
          }
          largest = max(largest, best)
        }
      }
    }
    return largest
  }

  private static func problem(_ stream: inout TestStream, steps: Int?, plain: Bool) throws -> LSTMProblem<Float> {
    let steps = steps ?? 1 + stream.below(8)
    let (inputs, units) = (1 + stream.below(3), 1 + stream.below(stream.below(4) == 0 ? 6 : 2))
    let scale = [0.3, 1, 2, 3][stream.below(4)]
    func tensor(_ shape: [Int], _ scale: Double) throws -> Tensor<Float> {
      try Tensor(shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Float(stream.number(scale)) })
    }
    var options = LSTMOptions()
    options.layout = .timeMajor
    if !plain {
      options.tanhActivation = Activation.allCases[stream.below(6)]
      options.sigmoidActivation = Activation.allCases[stream.below(6)]
    }
    return try LSTMProblem(
      input: tensor([steps, 1, inputs], 1), initialH: tensor([1, units], 1), initialC: tensor([1, units], 1.5),
      inputKernel: tensor([inputs, 4 * units], scale), hiddenKernel: tensor([units, 4 * units], scale),
      bias: tensor([4 * units], 1), options: options)
  }
}
