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

  @Test func aUsedValueThatIsNotFiniteIsAnError() async throws {
    let problem = try carrying(Double.nan)
    await #expect(throws: PythonError.self) { try await MpmathReference.start().answers(to: [.double(problem)]) }
  }
}
