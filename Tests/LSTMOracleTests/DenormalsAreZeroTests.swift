import LSTMContract
import LSTMOracle
import Testing

/// Float arithmetic that reads subnormal operands as zero, and flushes subnormal results where asked.
private struct ReadsAsZero {
  let flushes: Bool

  func read(_ value: Float) -> Float { value.isSubnormal ? 0 : value }
  func result(_ value: Float) -> Float { flushes ? read(value) : value }
  func product(_ a: Float, _ b: Float) -> Float { result(read(a) * read(b)) }
  func sum(_ a: Float, _ b: Float) -> Float { result(read(a) + read(b)) }

  func activated(_ activation: Activation, _ z: Float) -> Float {
    let z = read(z)
    switch activation.kind {
    case .sigmoid: return result(Float(1 / (1 + exponential(of: -Double(z)))))
    case .tanh: return result(Float(2 / (1 + exponential(of: -2 * Double(z))) - 1))
    case .relu: return max(z, 0)
    default: return z
    }
  }

  /// One step, one row, one input, one unit.
  func answer(_ problem: LSTMProblem<Float>) throws -> LSTMAnswer<Float> {
    let (x, h, c) = (problem.input[0], problem.initialH[0], problem.initialC[0])
    let z = (0..<4).map { gate in
      sum(
        sum(product(x, problem.inputKernel[gate]), product(h, problem.hiddenKernel[gate])), problem.bias?[gate] ?? 0)
    }
    let (outer, gate) = (problem.options.tanhActivation, problem.options.sigmoidActivation)
    let (i, f, j, o) = (activated(gate, z[0]), activated(gate, z[1]), activated(outer, z[2]), activated(gate, z[3]))
    let cell = sum(product(f, c), product(i, j))
    let hidden = product(o, activated(outer, cell))
    return try LSTMAnswer(
      to: problem, lastOutput: [hidden], outputs: [hidden], finalH: [hidden], finalC: [cell],
      runtime: "reads subnormals as zero")
  }
}

/// e^x by squaring a short series: good to 1e-13, far below the class of float.
private func exponential(of x: Double) -> Double {
  guard x < 700 else { return .infinity }
  guard x > -700 else { return 0 }
  let small = x / 1_024
  var (term, value) = (1.0, 1.0)
  for n in 1..<8 {
    term *= small / Double(n)
    value += term
  }
  for _ in 0..<10 { value *= value }
  return value
}

@Suite struct DenormalsAreZeroTests {
  private func problem(
    _ outer: Activation, _ gate: Activation, x: Float, c0: Float, kernel: [Float], bias: [Float]
  ) throws -> LSTMProblem<Float> {
    var options = LSTMOptions()
    (options.tanhActivation, options.sigmoidActivation) = (outer, gate)
    return try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], elements: [x]), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], elements: [c0]), inputKernel: Tensor(shape: [1, 4], elements: kernel),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), bias: Tensor(shape: [4], elements: bias), options: options)
  }

  private func model(flushes: Bool) -> ArithmeticModel {
    var model = ArithmeticModel(scalar: .float)
    (model.denormalsAreZero, model.flushesToZero) = (true, flushes)
    return model
  }

  @Test(arguments: [false, true])
  func aVanishedFactorIsRightOnlyWhereDeclared(flushes: Bool) throws {
    let problems = [
      // c = 100 · 1e-38, a normal number.
      try problem(.tanh, .relu, x: 0, c0: 1e-38, kernel: [0, 0, 0, 0], bias: [0, 100, 0, 1]),
      // z = 64 · 1e-38.
      try problem(.identity, .identity, x: 1e-38, c0: 0, kernel: [0, 0, 64, 0], bias: [1, 0, 0, 1]),
      // c = 64 · g with a subnormal g, and h = 64 · c likewise.
      try problem(.identity, .identity, x: 1, c0: 0, kernel: [0, 0, 1e-38, 0], bias: [64, 0, 0, 64]),
      try problem(.identity, .relu, x: 1, c0: 1e-38, kernel: [0, 0, 0, 0], bias: [0, 1, 0, 64]),
    ]
    for problem in problems {
      let answer = try ReadsAsZero(flushes: flushes).answer(problem)
      #expect(answer.finalH[0] == 0)
      #expect(Oracle(problem).judge(answer, model: model(flushes: flushes)).agrees, "\(problem)")
      #expect(!Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float)).agrees)
      // Nothing more is allowed than what a subnormal factor was worth.
      var wrong = answer
      wrong.finalC[0] = 1e-33
      #expect(!Oracle(problem).judge(wrong, model: model(flushes: flushes)).agrees)
    }
  }

  @Test(arguments: [false, true])
  func readingSubnormalsAsZeroIsNeverAccusedWhereDeclared(flushes: Bool) throws {
    var stream = TestStream(5)
    let activations: [Activation] = [.identity, .relu, .tanh, .sigmoid]
    func value() -> Float {
      switch stream.below(4) {
      case 0: 0
      case 1: Float(stream.number(100))
      case 2: Float(stream.number(3e-38))
      default: Float(stream.number(1e-19))
      }
    }
    var vanished = 0
    for _ in 0..<4_000 {
      let problem = try problem(
        activations[stream.below(4)], activations[stream.below(4)], x: value(), c0: value(),
        kernel: [value(), value(), value(), value()], bias: [value(), value(), value(), value()])
      let answer = try ReadsAsZero(flushes: flushes).answer(problem)
      let oracle = Oracle(problem)
      let judgement = oracle.judge(answer, model: model(flushes: flushes))
      #expect(judgement.agrees, "\(problem): \(judgement.first.map { "\($0)" } ?? "")")
      if !oracle.judge(answer, model: ArithmeticModel(scalar: .float)).agrees { vanished += 1 }
    }
    #expect(vanished > 50)
  }
}
