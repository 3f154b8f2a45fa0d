import LSTMContract
import Testing

/// Reads an activation through the public interface: with zero kernels z is the bias, exactly.
struct ActivationReading {
  let subject: Subject

  /// The values of the sigmoid slot: c' = f*1 + i*0 with the identity as candidate.
  func inSigmoidSlot(_ activation: Activation, at points: [Double]) throws -> [Double] {
    try finalC(points, gate: 1, initialC: 1) { $0 == 1 ? nil : 0 }(activation, .identity)
  }

  /// The values of the tanh slot: c' = 0*0 + 1*j with the identity as gates.
  func inTanhSlot(_ activation: Activation, at points: [Double]) throws -> [Double] {
    try finalC(points, gate: 2, initialC: 0) { $0 == 0 ? 1 : $0 == 2 ? nil : 0 }(.identity, activation)
  }

  private func finalC(
    _ points: [Double], gate: Int, initialC: Double, bias constant: @escaping (Int) -> Double?
  ) -> (_ sigmoidSlot: Activation, _ tanhSlot: Activation) throws -> [Double] {
    { sigmoidSlot, tanhSlot in
      let width = 64
      return try stride(from: 0, to: points.count, by: width).flatMap { first in
        let part = Array(points[first..<min(first + width, points.count)])
        let bias = (0..<4).flatMap { gate in part.map { constant(gate) ?? $0 } }
        let problem = try LSTMProblem<Double>(
          input: Tensor(shape: [1, 1, 1], repeating: 0), initialH: Tensor(shape: [1, part.count], repeating: 0),
          initialC: Tensor(shape: [1, part.count], repeating: initialC),
          inputKernel: Tensor(shape: [1, 4 * part.count], repeating: 0),
          hiddenKernel: Tensor(shape: [part.count, 4 * part.count], repeating: 0),
          bias: Tensor(shape: [4 * part.count], elements: bias),
          options: LSTMOptions(tanhActivation: tanhSlot, sigmoidActivation: sigmoidSlot))
        return try subject.answer(problem).finalC
      }
    }
  }
}

@Suite struct ActivationTests {
  /// [-20, 20] in steps that are not short, every power of two from 2^-60 to 2^60, and the ends of `Float`.
  static let points: [Double] = {
    let grid = (-2_000...2_000).map { Double(Float($0) * 0.010_012_345) }
    let powers = (-60...60).flatMap { [Double(sign: .plus, exponent: $0, significand: 1.25)] }
    let ends = [0, 88.7, 88.9, 104, 709.8, 746, 1e4, Double(Float.greatestFiniteMagnitude), 0x1p-126, 0x1p-149]
      .map { Double(Float($0)) }
    return grid + (powers + ends).flatMap { [$0, -$0] }
  }()

  @Test(arguments: EveryBackend.all, Activation.allCases)
  func `either slot is within the declared error of the true value, at every point of a scan`(
    _ subject: Subject, _ activation: Activation
  ) throws {
    let reading = ActivationReading(subject: subject)
    let bound = Wide(activation.unitsOfError * subject.unitRoundoff)
    for found in [
      try reading.inSigmoidSlot(activation, at: Self.points), try reading.inTanhSlot(activation, at: Self.points),
    ] {
      try #require(found.count == Self.points.count)
      for (x, value) in zip(Self.points, found) {
        let error = abs(Wide(value) - activation.wideValue(at: Wide(x)))
        #expect(error <= bound, "\(activation.rawValue)(\(x)) = \(value): off by \(error), bound \(bound)")
      }
    }
  }

  @Test(arguments: EveryBackend.all, [Activation.tanh, .sigmoid])
  func `infinite arguments give the limits and NaN gives NaN`(_ subject: Subject, _ activation: Activation) throws {
    let reading = ActivationReading(subject: subject)
    let points = [-Double.infinity, .infinity, .nan]
    let bound = activation.unitsOfError * subject.unitRoundoff
    // A problem for each point: an infinite candidate would meet the zero gates of the other readings.
    for found in try [
      points.flatMap { try reading.inSigmoidSlot(activation, at: [$0]) },
      points.flatMap { try reading.inTanhSlot(activation, at: [$0]) },
    ] {
      #expect(abs(found[0] - (activation == .tanh ? -1 : 0)) <= bound)
      #expect(abs(found[1] - 1) <= bound)
      #expect(found[2].isNaN)
    }
  }
}
