import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

@Suite struct StepOracleTests {
  @Test(arguments: 0..<400)
  func aFaithfulFloatRunAlwaysPasses(seed: UInt64) throws {
    try expectFaithful(smallProblem(seed, weights: seed % 2 == 0 ? 0.3 : 4) as LSTMProblem<Float>)
  }

  @Test(arguments: 0..<200)
  func aFaithfulDoubleRunAlwaysPasses(seed: UInt64) throws {
    try expectFaithful(smallProblem(seed, weights: seed % 2 == 0 ? 0.3 : 4) as LSTMProblem<Double>)
  }

  private func expectFaithful<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) throws {
    let backend = NaiveBackend<Scalar>()
    let judgement = Oracle(problem).judge(try backend.answer(problem), model: backend.model)
    #expect(judgement.agrees, "\(judgement.first.map { "\($0)" } ?? "")")
    let options = problem.options
    // relu and identity may leave the domain.
    #expect(judgement.undecided == 0 || !options.tanhActivation.isBounded || !options.sigmoidActivation.isBounded)
    #expect(judgement.largestRatio?.value ?? 0 < 1)
    let shape = problem.shape
    #expect(
      judgement.compared + judgement.comparedBits + judgement.comparedNonFinite + judgement.undecided
        == (shape.timeSteps + 3) * shape.batch * shape.units)
  }

  @Test(arguments: AnswerPart.allCases, 0..<20)
  func anElementMovedByMoreThanTheRadiusIsSeen(part: AnswerPart, seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed, weights: 0.3, activations: false)
    var answer = try NaiveBackend<Float>().answer(problem)
    let place = Int(seed) % answer[part].count
    answer[part][place] += 1e-3
    #expect(!Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float)).agrees)
  }

  @Test(arguments: [AnswerPart.lastOutput, .finalH], 0..<20)
  func carriedValuesAreComparedBitForBit(part: AnswerPart, seed: UInt64) throws {
    let problem: LSTMProblem<Float> = try smallProblem(seed, weights: 0.3, activations: false)
    var answer = try NaiveBackend<Float>().answer(problem)
    let place = Int(seed) % answer[part].count
    answer[part][place] = answer[part][place].nextUp
    let judgement = Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float))
    #expect(judgement.discrepancies == 1)
    #expect(judgement.first?.radius == 0)
  }

  @Test func aNaNWhereTheReferenceIsFiniteFails() throws {
    let problem: LSTMProblem<Float> = try smallProblem(3, activations: false)
    var answer = try NaiveBackend<Float>().answer(problem)
    answer.finalC[0] = .nan
    #expect(!Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float)).agrees)
  }

  @Test func exactDataLeavesOnlyTheActivations() throws {
    // x and W are short binary fractions, so every sum is exact and a single rounding of one term shows.
    var stream = TestStream(5)
    let units = 16
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 1, 64], elements: (0..<64).map { _ in Float(stream.below(33) - 16) / 4 }),
      initialH: Tensor(shape: [1, units], repeating: 0), initialC: Tensor(shape: [1, units], repeating: 0),
      inputKernel: Tensor(
        shape: [64, 4 * units], elements: (0..<64 * 4 * units).map { _ in Float(stream.below(257) - 128) / 1024 }),
      hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0))
    var model = ArithmeticModel(scalar: .float)
    model.sigmoid.absolute = 0
    model.tanh.absolute = 0
    let radius = Oracle(problem).endToEnd(model: model).finalC.radius.max() ?? 1
    #expect(radius < 3e-7)
  }

  @Test func narrowingByTheObservedHNeverAccusesAFaithfulRun() throws {
    for seed in 1_000..<1_400 {
      let problem: LSTMProblem<Double> = try smallProblem(UInt64(seed), weights: 8, activations: false)
      let answer = try NaiveBackend<Double>().answer(problem)
      #expect(Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .double)).agrees)
    }
  }

  /// Sizes below, at and above the vectors of the arithmetic: no unit is left out, none reads another's gate.
  @Test(arguments: [1, 15, 16, 17, 31, 32, 33, 49])
  func everyUnitIsJudgedWhateverTheirNumber(units: Int) throws {
    func values(_ count: Int, _ step: Int) -> [Float] { (0..<count).map { Float(($0 * step) % 23) / 16 - 0.7 } }
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [2, 1, 2], elements: [0.5, -0.25, 1, 0.75]),
      initialH: Tensor(shape: [1, units], elements: values(units, 5)),
      initialC: Tensor(shape: [1, units], elements: values(units, 7)),
      inputKernel: Tensor(shape: [2, 4 * units], elements: values(8 * units, 11)),
      hiddenKernel: Tensor(shape: [units, 4 * units], elements: values(4 * units * units, 13)),
      options: LSTMOptions(layout: .timeMajor))
    let (model, right) = (ArithmeticModel(scalar: .float), try NaiveBackend<Float>().answer(problem))
    let judgement = Oracle(problem).judge(right, model: model)
    #expect(judgement.agrees && judgement.compared == 3 * units)
    for unit in 0..<units {
      var wrong = right
      wrong.outputs[unit] += 0.01
      #expect(Oracle(problem).judge(wrong, model: model).first?.unit == unit)
    }
  }
}
