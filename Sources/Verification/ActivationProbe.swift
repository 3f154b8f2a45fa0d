public import LSTMContract
internal import LSTMOracle

/// The error of a subject's sigmoid and tanh, read through the public interface.
///
/// With K = R = 0 a pre-activation is exactly the bias. Then c1 = f·c0 + i·tanh(0) with c0 = 1 is the sigmoid of the
/// forget gate's bias, and with c0 = 0 and an open input gate c1 is tanh of the candidate's bias.
public struct ActivationProbe: Sendable, Codable {
  /// What was seen of one activation.
  public struct Reading: Sendable, Codable {
    /// The largest |error| in units of u.
    public var absoluteUnits = 0.0
    /// The largest |error| / |value| in units of u, where the value is normal.
    public var relativeUnits = 0.0
    /// The pre-activation of the largest absolute error.
    public var worstInput = 0.0
    /// How many pre-activations were tried.
    public var samples = 0

    /// Whether the error also stays small relative to the value, so that tiny values are good.
    public var isRelative: Bool { relativeUnits <= max(8, 2 * absoluteUnits) }
  }

  /// The sigmoid.
  public private(set) var sigmoid = Reading()
  /// tanh.
  public private(set) var tanh = Reading()
  /// Whether a sigmoid that is a normal number came back as 0.
  public private(set) var flushesSmallSigmoids = false
  /// Whether a tanh above 1 came back.
  public private(set) var tanhExceedsOne = false

  /// Units per call.
  private static let units = 64

  /// Probes a subject; 64 pre-activations a call, `calls` calls for each activation.
  ///
  /// - Throws: what the subject throws, or its refusal.
  public init<Scalar: LSTMScalar>(_ backend: any LSTMBackend<Scalar>, calls: Int = 64) throws {
    for call in 0..<calls {
      let inputs = (0..<Self.units).map { Self.input(call * Self.units + $0, of: calls * Self.units, Scalar.self) }
      // c1 = f·1 + i·tanh(0).
      let sigmoids = try Self.values(backend, Self.problem(gate: 1, inputs, others: [:], c0: 1))
      // c1 = f·0 + i·tanh(z) with i open.
      let tanhs = try Self.values(backend, Self.problem(gate: 2, inputs, others: [0: 100], c0: 0))
      for (value, input) in zip(sigmoids, inputs) {
        sigmoid.note(value, at: Double(input), Scalar.self)
        let isNormal = value.expected >= Double(Scalar.leastNormalMagnitude)
        if value.actual == 0, isNormal { flushesSmallSigmoids = true }
      }
      for (value, input) in zip(tanhs, inputs) {
        tanh.note(value, at: Double(input), Scalar.self)
        if abs(value.actual) > 1 { tanhExceedsOne = true }
      }
    }
  }

  /// A third of the inputs is spread evenly over the unsaturated range, a third over the magnitudes, and a third far out.
  private static func input<Scalar: LSTMScalar>(_ index: Int, of count: Int, _ type: Scalar.Type) -> Scalar {
    let fraction = (Double(index / 3) + 0.5) / Double(count / 3 + 1)
    let sign: Double = index % 2 == 0 ? 1 : -1
    let reach: Double = Scalar.kind == .float ? 100 : 740
    switch index % 3 {
    case 0: return Scalar(40 * fraction - 20)
    case 1:
      let exponent = Int(fraction * 30) - 25
      return Scalar(
        sign
          * Double(sign: .plus, exponent: exponent, significand: 1 + (fraction * 30).truncatingRemainder(dividingBy: 1))
      )
    default: return Scalar(sign * fraction * reach)
    }
  }

  /// One value with its exact one and the difference.
  fileprivate struct Value {
    var actual: Double
    var expected: Double
    var error: Double
  }

  private static func values<Scalar: LSTMScalar>(
    _ backend: any LSTMBackend<Scalar>, _ problem: LSTMProblem<Scalar>
  ) throws -> [Value] {
    if let refusal = backend.refusal(of: problem) { throw refusal }
    let answer = try backend.answer(problem)
    let reference = Oracle(problem).endToEnd(model: backend.model).finalC
    return answer.finalC.enumerated().map { unit, value in
      let expected = reference.value[unit]
      return Value(
        actual: Double(value), expected: expected, error: abs((Double(value) - expected) - reference.rest[unit]))
    }
  }

  private static func problem<Scalar: LSTMScalar>(
    gate: Int, _ inputs: [Scalar], others: [Int: Scalar], c0: Scalar
  ) throws -> LSTMProblem<Scalar> {
    var bias = [Scalar](repeating: 0, count: 4 * units)
    for (other, value) in others { for unit in 0..<units { bias[other * units + unit] = value } }
    for unit in 0..<units { bias[gate * units + unit] = inputs[unit] }
    return try LSTMProblem(
      input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, units], repeating: 0),
      initialC: Tensor(shape: [1, units], repeating: c0), inputKernel: Tensor(shape: [1, 4 * units], repeating: 0),
      hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0), bias: Tensor(shape: [4 * units], elements: bias))
  }
}

extension ActivationProbe.Reading {
  fileprivate mutating func note<Scalar: LSTMScalar>(
    _ value: ActivationProbe.Value, at input: Double, _ type: Scalar.Type
  ) {
    let u = Double(Scalar.ulpOfOne) / 2
    samples += 1
    if !(value.error / u <= absoluteUnits) { (absoluteUnits, worstInput) = (value.error / u, input) }
    // Closer to underflow than this the reference itself is short of bits.
    guard abs(value.expected) >= max(Double(Scalar.leastNormalMagnitude), 0x1p-1000) else { return }
    relativeUnits = max(relativeUnits, value.error / abs(value.expected) / u)
  }
}
