import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

@Suite struct NonFiniteTests {
  /// T = 2, B = 2, I = 1, H = 2, with `edit` applied to the arrays before the problem is made.
  private func problem(
    mask: [Bool]? = nil, options: LSTMOptions = LSTMOptions(layout: .timeMajor),
    _ edit: (inout Arrays) -> Void
  ) throws -> LSTMProblem<Float> {
    var arrays = Arrays()
    edit(&arrays)
    return try LSTMProblem(
      input: Tensor(shape: [2, 2, 1], elements: arrays.x), initialH: Tensor(shape: [2, 2], elements: arrays.h),
      initialC: Tensor(shape: [2, 2], elements: arrays.c), inputKernel: Tensor(shape: [1, 8], elements: arrays.k),
      hiddenKernel: Tensor(shape: [2, 8], elements: arrays.r), bias: Tensor(shape: [8], elements: arrays.b),
      mask: mask.map { try Tensor(shape: [2, 2], elements: $0) }, options: options)
  }

  private struct Arrays {
    var x: [Float] = [1, 2, 3, 4]
    var h: [Float] = [0.1, -0.2, 0.3, -0.4]
    var c: [Float] = [0.5, 0.25, -0.5, 1]
    var k: [Float] = [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8]
    var r: [Float] = (0..<16).map { Float($0 - 8) / 16 }
    var b: [Float] = (0..<8).map { Float($0) / 8 - 0.3 }
  }

  private func judge(_ problem: LSTMProblem<Float>, _ edit: (inout LSTMAnswer<Float>) -> Void = { _ in }) throws
    -> StepJudgement
  {
    var answer = try NaiveBackend<Float>().answer(problem)
    edit(&answer)
    return Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float))
  }

  @Test func naNInARowStaysInThatRowAndIsRequired() throws {
    let problem = try problem { $0.x[0] = .nan }
    let judgement = try judge(problem)
    #expect(judgement.agrees)
    #expect(judgement.comparedNonFinite > 0 && judgement.compared > 0 && judgement.undecided == 0)
    #expect(try !judge(problem) { $0.outputs[0] = 0 }.agrees, "a swallowed NaN")
    #expect(try !judge(problem) { $0.outputs[2] = .nan }.agrees, "a NaN that reaches another row")
  }

  @Test func anInfinityOfOneSignSaturatesTheGates() throws {
    let judgement = try judge(try problem { $0.x[0] = .infinity })
    #expect(judgement.agrees && judgement.undecided == 0 && judgement.compared > 0)
  }

  @Test func oppositeInfinitiesGiveNaN() throws {
    let problem = try problem {
      $0.x[0] = .infinity
      $0.h[0] = .infinity
      $0.r = $0.r.map { $0 == 0 ? 1 : $0 }
    }
    let judgement = try judge(problem)
    #expect(judgement.agrees && judgement.comparedNonFinite > 0)
  }

  @Test func zeroTimesInfinityIsOnlyCounted() throws {
    let problem = try problem {
      $0.x[0] = .infinity
      $0.k = Array(repeating: 0, count: 8)
    }
    let judgement = try judge(problem) {
      for place in $0.outputs.indices where $0.outputs[place].isNaN { $0.outputs[place] = 0.25 }
    }
    #expect(judgement.undecided > 0)
  }

  @Test func overflowOfPartialSumsIsOnlyCounted() throws {
    let problem = try problem {
      $0.x[0] = 3e38
      $0.k = $0.k.map { $0 * 20 }
    }
    #expect(try judge(problem).undecided > 0)
  }

  @Test func naNThroughAClampIsOnlyCounted() throws {
    let options = LSTMOptions(layout: .timeMajor, sigmoidActivation: .hardSigmoidSixth)
    let judgement = try judge(try problem(options: options) { $0.x[0] = .nan })
    #expect(judgement.agrees && judgement.undecided + judgement.comparedNonFinite > 0)
  }

  @Test func anInfiniteCellStateStays() throws {
    let problem = try problem { $0.c[0] = .infinity }
    let judgement = try judge(problem)
    #expect(judgement.agrees && judgement.comparedNonFinite == 1, "the final c of that unit")
    #expect(try !judge(problem) { $0.finalC[0] = 1 }.agrees)
  }

  @Test func maskedValuesAreNeverLookedAt() throws {
    let problem = try problem(mask: [false, true, true, true]) { $0.x[0] = .nan }
    let judgement = try judge(problem)
    #expect(judgement.agrees && judgement.comparedNonFinite == 0 && judgement.undecided == 0)
  }

  @Test func minusZeroIsNotTheZeroOfAMaskedStep() throws {
    let problem = try problem(mask: [false, true, true, true]) { _ in }
    #expect(try judge(problem).agrees)
    #expect(try !judge(problem) { $0.outputs[0] = -0.0 }.agrees)
  }

  @Test func anInfiniteWeightUnderASubnormalInputIsJudgedUnlessSubnormalsMayBeZero() throws {
    let problem = try problem {
      $0.x = [0x1p-133, 0x1p-133, 0x1p-133, 0x1p-133]
      $0.k = [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, .infinity, 0.8]
    }
    #expect(try !judge(problem) { $0.outputs[0] = 0.7 }.agrees, "the output gate is open")
    #expect(try judge(problem).agrees)
    // 0 · Inf of a subject that reads subnormal numbers as zero.
    var model = ArithmeticModel(scalar: .float)
    model.denormalsAreZero = true
    let first = try problem.replacing(
      input: Tensor(shape: [1, 1, 1], elements: [0x1p-133]), initialH: Tensor(shape: [1, 2], repeating: 0),
      initialC: Tensor(shape: [1, 2], repeating: 0.5))
    var single = try NaiveBackend<Float>().answer(first)
    (single.outputs[0], single.lastOutput[0], single.finalH[0]) = (.nan, .nan, .nan)
    #expect(Oracle(first).judge(single, model: model).agrees)
    #expect(!Oracle(first).judge(single, model: ArithmeticModel(scalar: .float)).agrees)
  }

  @Test(arguments: [(Float.nan, true), (.infinity, false)])
  func aTermThatIsNaNDecidesBesideOneThatASubjectMayReadAsZero(value: Float, isDecided: Bool) throws {
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 1, 2], elements: [value, 0x1p-133]), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: 0),
      inputKernel: Tensor(shape: [2, 4], elements: [1, 1, 1, 1, .infinity, .infinity, .infinity, .infinity]),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), options: LSTMOptions())
    var model = ArithmeticModel(scalar: .float)
    model.denormalsAreZero = true
    let finite = LSTMAnswer(to: problem, filledWith: 0.5)
    #expect(Oracle(problem).judge(finite, model: model).agrees != isDecided)
  }
}
