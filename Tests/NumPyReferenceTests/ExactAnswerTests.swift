import LSTMContract
import NumPyReference
import Testing

@Suite struct ExactAnswerTests {
  /// T = B = I = H = 1 with gates fixed by hard sigmoids, so that c1 = value exactly: f = 1, i = 0, c0 = value.
  private func carrying<Scalar: LSTMScalar>(_ value: Scalar, forget: Scalar = 2.5) throws -> LSTMProblem<Scalar> {
    try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: value), inputKernel: Tensor(shape: [1, 4], repeating: 0),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0), bias: Tensor(shape: [4], elements: [-9, forget, 0, 9]),
      options: LSTMOptions(tanhActivation: .identity, sigmoidActivation: .hardSigmoidFifth))
  }

  @Test(arguments: [1.25, -0x1p-149, 0x1.fffffep127, 0x1.000002p-126] as [Float])
  func aValueThatIsExactComesBackExactly(value: Float) async throws {
    let answer = try await MpmathReference.start().answers(to: [.float(carrying(value))])[0]
    guard case .float(let rounded) = answer.rounded else { return }
    #expect(rounded.finalC == [value] && answer.low[.finalC] == [0])
  }

  @Test func tiesGoToTheEvenNeighbour() async throws {
    // f = 1/2: half of an odd subnormal lies between two of them.
    let least = Float.leastNonzeroMagnitude
    for (odd, even) in [(3, 2), (5, 2), (7, 4)] as [(Float, Float)] {
      let answer = try await MpmathReference.start().answers(to: [.float(carrying(odd * least, forget: 0))])[0]
      guard case .float(let rounded) = answer.rounded else { return }
      #expect(rounded.finalC == [even * least])
    }
  }

  @Test func theRadiusCoversTheRounding() async throws {
    let answer = try await MpmathReference.start().answers(to: [
      .double(carrying(3 * Double.leastNonzeroMagnitude, forget: 0))
    ])[0]
    #expect((answer.radius[.finalC]?[0] ?? 0) >= Double.leastNonzeroMagnitude)
  }

  @Test func aMaskedRowKeepsTheSignOfItsZeros() async throws {
    let problem = try carrying(-0.0).replacing(
      initialH: Tensor(shape: [1, 1], repeating: -0.0), mask: Tensor(shape: [1, 1], repeating: false))
    let answer = try await MpmathReference.start().answers(to: [.double(problem)])[0]
    guard case .double(let rounded) = answer.rounded else { return }
    #expect(rounded.finalH[0].bits == (-0.0).bits && rounded.finalC[0].bits == (-0.0).bits)
    #expect(rounded.lastOutput[0].bits == 0.0.bits)
    #expect(AnswerPart.allCases.allSatisfy { answer.radius[$0] == [0] })
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func aUsedValueThatIsNotFiniteLeavesItsRowUndecidedAndNoOther(value: Double) async throws {
    let problem = try carrying(1.0)
    let two = try LSTMProblem(
      input: Tensor(shape: [2, 1, 1], elements: [value, 0]), initialH: Tensor(shape: [2, 1], repeating: 0),
      initialC: Tensor(shape: [2, 1], repeating: 1), inputKernel: Tensor(shape: [1, 4], repeating: 1),
      hiddenKernel: problem.hiddenKernel, bias: problem.bias, options: problem.options)
    let answer = try await MpmathReference.start().answers(to: [.double(two)])[0]
    guard case .double(let rounded) = answer.rounded else { return }
    let radii = try #require(answer.radius[.finalH])
    #expect(radii[0].isNaN && radii[1].isFinite && rounded.finalH[1] == 1)
    #expect(!rounded.finalH[0].isFinite)
  }

  @Test(arguments: [Double.nan, .infinity])
  func valuesAtMaskedStepsInfluenceNothing(value: Double) async throws {
    let mask = try Tensor(shape: [1, 1], repeating: false)
    let answers = try await MpmathReference.start().answers(to: [
      .double(carrying(1.0).replacing(mask: mask)),
      .double(carrying(1.0).replacing(input: Tensor(shape: [1, 1, 1], repeating: value), mask: mask)),
    ])
    #expect(answers[0].rounded == answers[1].rounded && answers[0].radius == answers[1].radius)
  }

  /// T = B = I = H = 1 with every activation the identity: c = x², h = x³ for weights of 1.
  private func power<Scalar: LSTMScalar>(_ x: Scalar) throws -> AnyLSTMProblem {
    AnyLSTMProblem(
      try LSTMProblem(
        input: Tensor(shape: [1, 1, 1], repeating: x), initialH: Tensor(shape: [1, 1], repeating: 0),
        initialC: Tensor(shape: [1, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 1),
        hiddenKernel: Tensor(shape: [1, 4], repeating: 0),
        options: LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity)))
  }

  @Test func overflowRoundsToInfinityAndIsUndecided() async throws {
    let answers = try await MpmathReference.start().answers(to: [power(Float(-0x1p50)), power(-0x1p400)])
    guard case .float(let float) = answers[0].rounded, case .double(let double) = answers[1].rounded else { return }
    #expect(float.finalC == [0x1p100] && float.finalH == [-.infinity])
    #expect(double.finalC == [0x1p800] && double.finalH == [-.infinity])
    for answer in answers {
      #expect(answer.radius[.finalC]?[0].isFinite == true && answer.radius[.finalH]?[0].isNaN == true)
      #expect(answer.low[.finalH] == [0])
    }
  }

  @Test func theGreatestNumberIsReachedAndTheTieAboveItOverflows() async throws {
    // f = 1 and i*j = half an ulp of the greatest number, or less.
    func sum<Scalar: LSTMScalar>(_ j: Scalar, _: Scalar.Type = Scalar.self) throws -> AnyLSTMProblem {
      AnyLSTMProblem(
        try LSTMProblem<Scalar>(
          input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, 1], repeating: 0),
          initialC: Tensor(shape: [1, 1], repeating: .greatestFiniteMagnitude),
          inputKernel: Tensor(shape: [1, 4], repeating: 0), hiddenKernel: Tensor(shape: [1, 4], repeating: 0),
          bias: Tensor(shape: [4], elements: [1, 1, j, 1]),
          options: LSTMOptions(tanhActivation: .identity, sigmoidActivation: .identity)))
    }
    let half = Float.greatestFiniteMagnitude.ulp / 2
    let answers = try await MpmathReference.start().answers(to: [sum(half.nextDown), sum(half)])
    guard case .float(let below) = answers[0].rounded, case .float(let tie) = answers[1].rounded else { return }
    #expect(below.finalC == [.greatestFiniteMagnitude] && tie.finalC == [.infinity])
    let wide = Double.greatestFiniteMagnitude.ulp / 2
    let doubles = try await MpmathReference.start().answers(to: [sum(wide.nextDown), sum(wide)])
    guard case .double(let below) = doubles[0].rounded, case .double(let tie) = doubles[1].rounded else { return }
    #expect(below.finalC == [.greatestFiniteMagnitude] && tie.finalC == [.infinity])
  }

  @Test func underflowRoundsToAZeroWithItsSign() async throws {
    let answers = try await MpmathReference.start().answers(to: [power(-0x1p-400), power(Float(-0x1p-60))])
    guard case .double(let double) = answers[0].rounded, case .float(let float) = answers[1].rounded else { return }
    #expect(double.finalH[0].bits == (-0.0).bits && float.finalH[0].bits == Float(-0.0).bits)
    #expect(answers[0].low[.finalH] == [-0.0] && answers[1].low[.finalH] == [-0x1p-180])
  }

  @Test(arguments: [-1e300, 1e300])
  func hugePreActivationsSaturate(x: Double) async throws {
    let problem = try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], repeating: x), initialH: Tensor(shape: [1, 1], repeating: 0),
      initialC: Tensor(shape: [1, 1], repeating: 0.5), inputKernel: Tensor(shape: [1, 4], repeating: 1),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 0))
    let answer = try await MpmathReference.start().answers(to: [.double(problem)])[0]
    guard case .double(let rounded) = answer.rounded else { return }
    #expect(rounded.finalC == [x < 0 ? 0 : 1.5] && (answer.radius[.finalC]?[0] ?? .nan) < 1e-14)
  }

  @Test(
    arguments: [
      \ArithmeticModel.unitRoundoff, \.accumulatorRoundoff, \.operandRoundoff, \.storageRoundoffH, \.storageRoundoffC,
      \.sigmoid.absolute, \.sigmoid.relative, \.tanh.absolute, \.tanh.relative,
    ] as [any WritableKeyPath<ArithmeticModel, Double> & Sendable])
  func aCoarserModelHasALargerRadius(field: any WritableKeyPath<ArithmeticModel, Double> & Sendable) async throws {
    let problem = AnyLSTMProblem.double(
      try LSTMProblem(
        input: Tensor(shape: [1, 2, 2], elements: [0.3, -0.7, 0.9, 0.1]),
        initialH: Tensor(shape: [1, 1], repeating: 0.2),
        initialC: Tensor(shape: [1, 1], repeating: -0.4),
        inputKernel: Tensor(shape: [2, 4], elements: [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]),
        hiddenKernel: Tensor(shape: [1, 4], elements: [0.3, -0.2, 0.5, 0.7])))
    let exact = try await MpmathReference.start()
    let fine = try await exact.answers(to: [problem])[0]
    var model = ArithmeticModel(scalar: .double)
    model[keyPath: field] = 0x1p-40
    let coarse = try await exact.answers(to: [problem], model: { _ in model })[0]
    #expect(coarse.rounded == fine.rounded && coarse.low == fine.low)
    let (less, more) = (fine.radius[.finalH]?[0] ?? .nan, coarse.radius[.finalH]?[0] ?? .nan)
    #expect(more > 2 * less && more < 0x1p-34)
  }

  @Test func numPyIsWithin1em13() async throws {
    let problems = try (0..<72).map { number in
      let (units, steps) = (1 + number % 3, number % 4)
      func tensor(_ shape: [Int], _ phase: Int) throws -> Tensor<Double> {
        let count = shape.reduce(1, *)
        return try Tensor(
          shape: shape, elements: (0..<count).map { Double(($0 * 37 + phase * 11 + number * 7) % 41 - 20) / 23 })
      }
      let options = LSTMOptions(
        layout: AxisLayout.allCases[number % 2], goBackwards: number % 3 == 0,
        outputOrder: OutputOrder.allCases[number / 2 % 2], zeroOutputForMask: number % 5 == 0,
        tanhActivation: Activation.allCases[number % 6], sigmoidActivation: Activation.allCases[number / 6 % 6])
      let leading = options.layout == .timeMajor ? [steps, 2] : [2, steps]
      return try LSTMProblem(
        input: tensor(leading + [2], 1), initialH: tensor([2, units], 2), initialC: tensor([2, units], 3),
        inputKernel: tensor([2, 4 * units], 4), hiddenKernel: tensor([units, 4 * units], 5),
        bias: number % 4 == 0 ? nil : tensor([4 * units], 6),
        mask: number % 3 == 1 ? nil : Tensor(shape: leading, elements: (0..<2 * steps).map { ($0 + number) % 4 > 0 }),
        options: options)
    }
    let exact = try await MpmathReference.start().answers(to: problems.map { .double($0) })
    let answers = try await NumPyReference.start().answers(to: problems)
    for (problem, (exact, answer)) in zip(problems, zip(exact, answers)) {
      guard case .double(let rounded) = exact.rounded else { continue }
      for part in AnswerPart.allCases {
        for (value, wanted) in zip(answer[part], rounded[part]) {
          #expect(abs(value - wanted) <= 1e-13 * max(1, abs(wanted)), "\(problem.shape) \(problem.options)")
        }
      }
    }
  }
}
