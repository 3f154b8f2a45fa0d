import Foundation
import LSTMContract
import SIMDBackend
import Testing

@Suite struct ActivationTests {
  @Test("sigmoid and tanh err by at most 1.6u", arguments: supportedSets, ActivationScan.allCases)
  func error(_ set: InstructionSet, _ scan: ActivationScan) throws {
    try checkError(SIMDBackend<Float>(instructionSet: set), scan)
    #if arch(x86_64)
      try checkError(SIMDBackend<Double>(instructionSet: set), scan)
    #endif
  }

  private func checkError<Scalar>(_ backend: SIMDBackend<Scalar>, _ scan: ActivationScan) throws {
    let points = ActivationScan.points(4_000, of: Scalar.self)
    let values = try scan.values(of: backend, at: points, units: 40)
    for (x, value) in zip(points, values) {
      let expected = scan.expected(Wide(x))
      let error = abs(Wide(value) - expected) / Scalar.unit
      guard error <= 1.6, abs(value) <= 1 else {
        Issue.record(
          "\(Scalar.self) \(backend.instructionSet) \(scan) of \(x): \(value), expected \(expected), \(error)u")
        return
      }
      if scan != .sigmoidOfOutputGate {
        let isRelative = x.isSubnormal ? value.bits == x.bits : error < 4 * abs(expected)
        #expect(isRelative, "\(Scalar.self) \(backend.instructionSet) tanh of \(x): \(value)")
      }
    }
  }

  @Test("sigmoid and tanh saturate, keep the sign of zero and let NaN through", arguments: supportedSets)
  func specials(_ set: InstructionSet) throws {
    try checkSpecials(SIMDBackend<Float>(instructionSet: set))
    try checkSpecials(SIMDBackend<Double>(instructionSet: set))
  }

  private func checkSpecials<Scalar>(_ backend: SIMDBackend<Scalar>) throws {
    let large: [Scalar] = [50, 100, 104, 110, 750, 1e6, .greatestFiniteMagnitude, .infinity]
    for scan in ActivationScan.allCases {
      let up = try scan.values(of: backend, at: large, units: large.count)
      #expect(up.allSatisfy { $0 == 1 })
      let down = try scan.values(of: backend, at: large.map { -$0 }, units: large.count)
      let missing = try scan.values(of: backend, at: [.nan, -.nan], units: 2)
      #expect(missing.allSatisfy { $0.isNaN })
      switch scan {
      case .sigmoidOfOutputGate:
        #expect(down.allSatisfy { 0 <= $0 && $0 < Scalar(1e-21) })
        #expect(down.suffix(4) == [0, 0, 0, 0])
        #expect(zip(down, down.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(try scan.values(of: backend, at: [0, -0.0], units: 2) == [0.5, 0.5])
      case .tanhOfCandidate, .tanhOfCellState:
        #expect(down.allSatisfy { $0 == -1 })
      }
    }
    let zero = try ActivationScan.tanhOfCellState.values(of: backend, at: [0], units: 1)
    #expect(zero[0].bits == Scalar(0).bits)
  }

  @Test("every activation in either slot follows its definition", arguments: supportedSets, Activation.allCases)
  func everySlot(_ set: InstructionSet, _ gate: Activation) throws {
    for candidate in Activation.allCases {
      try checkSlots(SIMDBackend<Float>(instructionSet: set), gate, candidate)
      try checkSlots(SIMDBackend<Double>(instructionSet: set), gate, candidate)
    }
  }

  private func checkSlots<Scalar>(_ backend: SIMDBackend<Scalar>, _ gate: Activation, _ candidate: Activation) throws {
    let units = 37
    let bias: Tensor<Scalar> = try tensor([4 * units], stream: 11, scale: 4)
    let cells: Tensor<Scalar> = try tensor([1, units], stream: 12, scale: 2)
    let answer = try backend.answer(
      LSTMProblem(
        input: Tensor(shape: [1, 1, 1], repeating: 1), initialH: Tensor(shape: [1, units], repeating: 1),
        initialC: cells, inputKernel: Tensor(shape: [1, 4 * units], repeating: 0),
        hiddenKernel: Tensor(shape: [units, 4 * units], repeating: 0), bias: bias,
        options: LSTMOptions(tanhActivation: candidate, sigmoidActivation: gate)))
    for unit in 0..<units {
      let z = (0..<4).map { Wide(bias[$0 * units + unit]) }
      let (i, f, j, o) = (gate.value(z[0]), gate.value(z[1]), candidate.value(z[2]), gate.value(z[3]))
      let c = f * Wide(cells[unit]) + i * j
      let h = o * candidate.value(c)
      // Values stay below 4 * 4 + 4 * 2 for c and below 4 * 24 for h; each rounding and activation adds some u.
      let radiusC = Scalar.unit * (8 * (abs(i) + abs(j) + abs(f) + abs(Wide(cells[unit]))) + 4 * abs(c))
      let radiusH = radiusC * abs(o) + Scalar.unit * (8 * abs(o) + 8 * max(1, abs(c)) + abs(h))
      #expect(abs(Wide(answer.finalC[unit]) - c) <= radiusC, "\(gate) \(candidate) c of unit \(unit)")
      #expect(abs(Wide(answer.finalH[unit]) - h) <= radiusH, "\(gate) \(candidate) h of unit \(unit)")
    }
  }

  @Test("NaN goes through every activation", arguments: supportedSets, Activation.allCases)
  func missing(_ set: InstructionSet, _ activation: Activation) throws {
    try checkMissing(SIMDBackend<Float>(instructionSet: set), activation)
    try checkMissing(SIMDBackend<Double>(instructionSet: set), activation)
  }

  private func checkMissing<Scalar>(_ backend: SIMDBackend<Scalar>, _ activation: Activation) throws {
    let options = LSTMOptions(tanhActivation: activation, sigmoidActivation: activation)
    for scan in ActivationScan.allCases {
      let values = try scan.values(of: backend, at: [.nan], units: 1, options: options)
      #expect(values[0].isNaN, "\(scan)")
    }
  }
}
