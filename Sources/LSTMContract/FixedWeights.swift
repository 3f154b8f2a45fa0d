/// Weights that every drawn case has, while everything else is drawn: those of an implementation that has them built
/// in.
public struct FixedWeights: Sendable {
  private let float: LSTMParameters<Float>?
  private let double: LSTMParameters<Double>?
  /// The FNV-1a 64-bit checksum of their sizes and of the bits of their values, as a case line names them.
  public let checksum: String
  /// I and H.
  public let sizes: FixedSizes
  /// Whether there is a bias.
  public let hasBias: Bool

  /// Weights in `Float`; cases in `Double` have the same values.
  public init(_ weights: LSTMParameters<Float>) {
    float = weights
    double = weights.converted()
    (sizes, hasBias) = (weights.sizes, weights.bias != nil)
    checksum = Self.checksum(weights)
  }

  /// Weights in `Double`; there are no cases in `Float` unless every value is a `Float`.
  public init(_ weights: LSTMParameters<Double>) {
    double = weights
    let arrays = [weights.inputKernel, weights.hiddenKernel] + [weights.bias].compactMap { $0 }
    let isShort = arrays.allSatisfy { $0.elements.allSatisfy { Double(Float($0)) == $0 } }
    float = isShort ? weights.converted() : nil
    (sizes, hasBias) = (weights.sizes, weights.bias != nil)
    checksum = Self.checksum(weights)
  }

  /// The weights in a scalar type, where they have it.
  public func parameters<Scalar: LSTMScalar>(as type: Scalar.Type = Scalar.self) -> LSTMParameters<Scalar>? {
    switch Scalar.kind {
    case .float: float as? LSTMParameters<Scalar>
    case .double: double as? LSTMParameters<Scalar>
    }
  }

  /// The scalar types in which they can be asked.
  public var scalars: [ScalarKind] { (float == nil ? [] : [.float]) + (double == nil ? [] : [.double]) }

  /// Over the values as doubles, so that both scalar types have one checksum.
  private static func checksum<Scalar: LSTMScalar>(_ weights: LSTMParameters<Scalar>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt64) {
      for byte in 0..<8 { hash = (hash ^ (word >> UInt64(8 * byte) & 0xFF)) &* 0x100_0000_01b3 }
    }
    add(UInt64(weights.inputKernel.shape[0]))
    add(UInt64(weights.hiddenKernel.shape[0]))
    for tensor in [weights.inputKernel, weights.hiddenKernel] + [weights.bias].compactMap({ $0 }) {
      for value in tensor.elements { add(Double(value).bitPattern) }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension LSTMParameters {
  /// I and H.
  public var sizes: FixedSizes { FixedSizes(inputSize: inputSize, units: units) }

  /// Whether a problem has these parameters, bit for bit.
  public func are(of problem: LSTMProblem<Scalar>) -> Bool {
    Self.same(inputKernel, problem.inputKernel) && Self.same(hiddenKernel, problem.hiddenKernel)
      && (bias == nil) == (problem.bias == nil)
      && (bias.map { own in problem.bias.map { Self.same(own, $0) } ?? false } ?? true)
  }

  private static func same(_ left: Tensor<Scalar>, _ right: Tensor<Scalar>) -> Bool {
    left.shape == right.shape && zip(left.elements, right.elements).allSatisfy { $0.bits == $1.bits }
  }
}
