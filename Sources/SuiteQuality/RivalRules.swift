internal import CaseLab
internal import Foundation
internal import LSTMContract
internal import Verification

extension RivalRule {
  /// Every rule.
  ///
  /// - Throws: `LSTMProblemError` where a rule's arrays do not fit.
  static func all() throws(LSTMProblemError) -> [RivalRule] {
    [
      RivalRule(
        name: "onnx",
        sentence:
          "ONNX's LSTM node tests: counting inputs, constant weights, zero states; rtol 1e-3, atol 1e-7; Y_h, and Y in one of them",
        problems: try onnxProblems(), parts: { $0.options.layout == .batchMajor ? [.finalH, .outputs] : [.finalH] },
        accepts: { actual, expected, _ in
          FixedTolerance(name: "", relative: 1e-3, absolute: 1e-7).accepts(actual, expected)
        }),
      try benchdnn("benchdnn-f32", epsilon: 0x1p-23),
      try benchdnn("benchdnn-f16", epsilon: 0x1p-10),
      try benchdnn("benchdnn-bf16", epsilon: 0x1p-7),
      RivalRule(
        name: "keras",
        sentence:
          "Keras's layer tests: kernels of 0.01, 0.02 and 0.03 throughout, counting inputs, trailing masks; 1e-5 absolute",
        problems: try kerasProblems(), parts: { _ in [.lastOutput, .outputs] },
        accepts: { actual, expected, _ in
          FixedTolerance(name: "", relative: 0, absolute: 1e-5).accepts(actual, expected)
        }),
      RivalRule(
        name: "unit-test",
        sentence: "a typical unit test: random data, T5 B3 I4 H5, forward, zero state; rtol 1e-5, atol 1e-6",
        problems: [try randomProblem(LSTMShape(timeSteps: 5, batch: 3, inputSize: 4, units: 5))],
        parts: { _ in AnswerPart.allCases },
        accepts: { actual, expected, _ in
          FixedTolerance(name: "", relative: 1e-5, absolute: 1e-6).accepts(actual, expected)
        }),
      RivalRule(
        name: "dense-torch",
        sentence: "500 dense random cases over every option and size of this suite; torch's default 1.3e-6, 1e-5",
        problems: denseProblems(500), parts: { _ in AnswerPart.allCases },
        accepts: { actual, expected, _ in FixedTolerance.defaults[0].accepts(actual, expected) }),
    ]
  }

  /// x counting from 1, every weight the same: defaults, with bias, the peephole test's data without its peepholes, and
  /// reversed; the batch-major one compares Y as well.
  private static func onnxProblems() throws(LSTMProblemError) -> [LSTMProblem<Float>] {
    func make(
      _ leading: [Int], _ inputSize: Int, _ units: Int, _ weight: Float, bias: Float?, _ options: LSTMOptions
    ) throws(LSTMProblemError) -> LSTMProblem<Float> {
      let batch = options.layout == .timeMajor ? leading[1] : leading[0]
      let count = leading.reduce(1, *) * inputSize
      return try LSTMProblem(
        input: Tensor(shape: leading + [inputSize], elements: (1...count).map { Float($0) }),
        initialH: Tensor(shape: [batch, units], repeating: 0), initialC: Tensor(shape: [batch, units], repeating: 0),
        inputKernel: Tensor(shape: [inputSize, 4 * units], repeating: weight),
        hiddenKernel: Tensor(shape: [units, 4 * units], repeating: weight),
        bias: bias == nil ? nil : Tensor(shape: [4 * units], repeating: bias ?? 0), options: options)
    }
    let forward = LSTMOptions(layout: .timeMajor)
    let reverse = LSTMOptions(layout: .timeMajor, goBackwards: true, outputOrder: .aligned)
    return [
      try make([1, 3], 2, 3, 0.1, bias: nil, forward), try make([1, 3], 3, 4, 0.1, bias: 0.1, forward),
      try make([1, 2], 4, 3, 0.1, bias: 0, forward), try make([3, 1], 2, 7, 0.3, bias: nil, LSTMOptions()),
      try make([3, 1], 2, 3, 0.1, bias: nil, forward), try make([3, 1], 2, 3, 0.1, bias: nil, reverse),
    ]
  }

  /// Activations near 0.5 with a deviation of 0.01, one weight of 0.25 in each column; threshold 4 ceil(log2(9T)) eps
  /// on each element, or on the norm of the difference where elements fail.
  private static func benchdnn(_ name: String, epsilon: Double) throws(LSTMProblemError) -> RivalRule {
    var problems: [LSTMProblem<Float>] = []
    for (steps, batch, size, units) in [(1, 1, 16, 16), (3, 2, 13, 17), (7, 4, 32, 32)] {
      for backwards in [false, true] {
        let random = CounterRandom(seed: 0xBE7C, case: UInt64(steps))
        func normal(_ stream: UInt64, _ count: Int) -> [Float] {
          let own = random.stream(stream)
          // The sum of twelve uniform numbers is normal enough.
          return (0..<count).map { place -> Float in
            var sum = 0.0
            for term in 0..<12 { sum += own.signed(place, term) / 2 }
            return Float(0.5 + 0.01 * sum)
          }
        }
        func sparse(_ stream: UInt64, _ rows: Int) -> [Float] {
          let own = random.stream(stream)
          let columns = 4 * units
          return (0..<rows * columns).map { place -> Float in
            place / columns == own.below(rows, at: place % columns) ? 0.25 : 0
          }
        }
        problems.append(
          try LSTMProblem(
            input: Tensor(shape: [steps, batch, size], elements: normal(1, steps * batch * size)),
            initialH: Tensor(shape: [batch, units], elements: normal(2, batch * units)),
            initialC: Tensor(shape: [batch, units], elements: normal(3, batch * units)),
            inputKernel: Tensor(shape: [size, 4 * units], elements: sparse(4, size)),
            hiddenKernel: Tensor(shape: [units, 4 * units], elements: sparse(5, units)),
            bias: Tensor(shape: [4 * units], elements: normal(6, 4 * units)),
            options: LSTMOptions(layout: .timeMajor, goBackwards: backwards, outputOrder: .aligned)))
      }
    }
    return RivalRule(
      name: name,
      sentence:
        "oneDNN's benchdnn: activations N(0.5, 0.01), one weight of 0.25 a column; 4 ceil(log2(9T)) eps of \(name.dropFirst(9)), or the same on the norm",
      problems: problems, parts: { _ in AnswerPart.allCases },
      accepts: { actual, expected, problem in
        let threshold = 4 * log2(9 * Double(problem.shape.timeSteps)).rounded(.up) * epsilon
        let differences = zip(actual, expected).map { $0 - $1 }
        if zip(differences, expected).allSatisfy({ abs($0) <= threshold * max(abs($1), 1e-30) }) { return true }
        let norm = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm <= threshold * expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      })
  }

  private static func kerasProblems() throws(LSTMProblemError) -> [LSTMProblem<Float>] {
    func make(mask: Tensor<Bool>?, state: Float, backwards: Bool) throws(LSTMProblemError) -> LSTMProblem<Float> {
      try LSTMProblem(
        input: Tensor(shape: [3, 6, 4], elements: (0..<72).map { Float($0) }),
        initialH: Tensor(shape: [3, 2], repeating: state), initialC: Tensor(shape: [3, 2], repeating: state),
        inputKernel: Tensor(shape: [4, 8], repeating: 0.01), hiddenKernel: Tensor(shape: [2, 8], repeating: 0.02),
        bias: Tensor(shape: [8], repeating: 0.03), mask: mask, options: LSTMOptions(goBackwards: backwards))
    }
    let trailing = try Tensor(
      shape: [3, 6], elements: (0..<18).map { $0 % 6 < [6, 4, 2][$0 / 6] })
    return [
      try make(mask: nil, state: 0, backwards: false), try make(mask: nil, state: 0, backwards: true),
      try make(mask: nil, state: 0.5, backwards: false), try make(mask: trailing, state: 0, backwards: false),
      try make(mask: trailing, state: 0, backwards: true),
    ]
  }

  private static func randomProblem(_ shape: LSTMShape) throws(LSTMProblemError) -> LSTMProblem<Float> {
    let random = CounterRandom(seed: 0x7E57, case: 0)
    func values(_ stream: UInt64, _ count: Int) -> [Float] {
      (0..<count).map { Float(random.stream(stream).signed($0)) }
    }
    let (steps, batch, size, units) = (shape.timeSteps, shape.batch, shape.inputSize, shape.units)
    return try LSTMProblem(
      input: Tensor(shape: [batch, steps, size], elements: values(1, batch * steps * size)),
      initialH: Tensor(shape: [batch, units], repeating: 0), initialC: Tensor(shape: [batch, units], repeating: 0),
      inputKernel: Tensor(shape: [size, 4 * units], elements: values(2, size * 4 * units)),
      hiddenKernel: Tensor(shape: [units, 4 * units], elements: values(3, units * 4 * units)),
      bias: Tensor(shape: [4 * units], elements: values(4, 4 * units)))
  }

  private static func denseProblems(_ count: Int) -> [LSTMProblem<Float>] {
    let generator = CaseGenerator(seed: 0xDE45E)
    return Array(
      (0..<20_000).lazy.map { generator.plan(index: $0) }.filter { $0.regime == .denseContractive }.prefix(count)
        .map { (generator.draw($0) as Case<Float>).problem })
  }
}
