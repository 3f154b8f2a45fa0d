import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

/// Very large answers in double: all elements by a reference in double, a sample in pairs of doubles.
@Suite struct PairSampleTests {
  private static let model = ArithmeticModel(scalar: .double)

  /// Just large enough to be sampled: T·B·4H·(I + H) = 2^26.
  private static let sampled = Result<LSTMProblem<Double>, any Error> {
    try largeProblem(8, 16, 256, 256, hasGaps: true)
  }

  private func problem() throws -> LSTMProblem<Double> { try Self.sampled.get() }

  @Test func whatIsInNoSampleIsCountedAndNeverAgreement() throws {
    let problem = try problem()
    let answer = try NaiveBackend<Double>().answer(problem)
    let judgement = Oracle(problem).judge(answer, model: Self.model)
    #expect(judgement.agrees)
    #expect(judgement.unjudged > 0 && judgement.compared > 0)
    #expect(judgement.sampledPairs ?? 0 > 100)
    let shape = problem.shape
    #expect(
      judgement.compared + judgement.comparedBits + judgement.comparedNonFinite + judgement.undecided
        + judgement.unjudged == (shape.timeSteps + 3) * shape.batch * shape.units)
    var nothing = judgement
    nothing.compared = 0
    #expect(!nothing.agrees)
    let again = Oracle(problem).judge(answer, model: Self.model)
    #expect(again.compared == judgement.compared && again.largestRatio == judgement.largestRatio)
  }

  @Test func aSampleHoldsWhatMeetsAtEveryMultipleOfEightAndTheWorst() throws {
    let problem = try problem()
    var worst = [Double](repeating: 0, count: 16 * 256)
    worst[5 * 256 + 131] = 0.5
    let sample = PairSample(problem, worst: worst)
    #expect(Set(sample.rows).isSuperset(of: [0, 5, 7, 8, 15]))
    #expect(Set(sample.units).isSuperset(of: [0, 7, 8, 63, 64, 127, 128, 131, 191, 192, 247, 248, 255]))
    #expect(sample.units.count < 200 && sample.units == sample.units.sorted())
  }

  @Test(arguments: [([8, 16, 256, 256], true), ([7, 16, 256, 256], false), ([100_000, 1, 1, 32], false)])
  func onlyManyProductsOfLongSumsAreSampled(sizes: [Int], isSampled: Bool) throws {
    let shape = try LSTMShape(timeSteps: sizes[0], batch: sizes[1], inputSize: sizes[2], units: sizes[3])
    #expect(PreparedProblem<Double>.isSampled(shape) == isSampled)
    #expect(!PreparedProblem<Float>.isSampled(shape))
  }

  /// A single wrong element of one (row, unit) pair, wherever it stands.
  @Test func anErrorBeyondTheWiderRadiusIsSeenInEveryPair() throws {
    let problem = try problem()
    let right = try NaiveBackend<Double>().answer(problem)
    let oracle = Oracle(problem)
    for place in [0, 3 * 256 + 100, 9 * 256 + 77, 16 * 256 - 1] {
      var wrong = right
      wrong.finalC[place] += 1e-9
      let judgement = oracle.judge(wrong, model: Self.model)
      #expect(judgement.first?.row == place / 256 && judgement.first?.unit == place % 256)
      #expect(judgement.discrepancies == 1)
    }
  }

  /// Between the two radii a fault shows only in the sample, to which the cheap comparison brings the worst pair.
  @Test func anErrorBelowTheWiderRadiusIsSeenInTheSample() throws {
    let problem = try problem()
    let right = try NaiveBackend<Double>().answer(problem)
    let prepared = PreparedProblem(problem, keepsSums: false)
    func inDouble(_ answer: LSTMAnswer<Double>) -> StepJudgement {
      var trial = StepTrial(prepared, answer, Self.model, .rigorous, inDouble: true)
      trial.judgeSteps()
      return trial.judgement
    }
    for place in [7 * 256 + 64, 3 * 256 + 100] {
      var error = 0x1p-52
      var wrong = right
      var judgement = StepJudgement()
      repeat {
        error *= 1.5
        wrong.finalC[place] = right.finalC[place] + error
        judgement = prepared.judgement(of: wrong, Self.model, .rigorous)
      } while judgement.agrees
      #expect(judgement.first?.unit == place % 256 && judgement.first?.row == place / 256)
      #expect(inDouble(wrong).agrees)
    }
  }
}
