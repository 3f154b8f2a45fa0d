import Foundation
import LSTMContract
import SIMDBackend
import Testing

/// sigmoid and tanh over the whole of `Float`: every 4001st bit pattern, or every one where the environment says
/// `LSTM_VERIFY_SCAN=full` (about two hours in a debug build).
///
/// The reference is libm in `Double`, whose error is 2^-29 of a unit here.
@Suite struct ActivationScanTests {
  /// What is promised: the error in u; relative to the value, in u, where that is a normal number; in units in the last
  /// place of the value.
  static let bounds: [(activation: Activation, absolute: Double, relative: Double, ulps: Double)] = [
    (.sigmoid, 1.6, 2.5, 2.5), (.tanh, 1.6, 3.2, 2.7),
  ]

  @Test("no Float is further off than promised", arguments: supportedSets, [0, 1])
  func everyFloat(_ set: InstructionSet, bound index: Int) throws {
    let bound = Self.bounds[index]
    let backend = try SIMDBackend<Float>(instructionSet: set)
    let step: UInt64 = ProcessInfo.processInfo.environment["LSTM_VERIFY_SCAN"] == "full" ? 1 : 4001
    var worst = (absolute: 0.0, relative: 0.0, ulps: 0.0)
    var (worstInput, wrong) = (Float.zero, 0)
    for first in stride(from: UInt64(0), to: 1 << 32, by: Int(step) << 14) {
      let points = stride(from: first, to: min(first + step << 14, 1 << 32), by: Int(step)).map {
        Float(bitPattern: UInt32($0))
      }
      for (x, value) in zip(points, try backend.activation(bound.activation, at: points)) {
        guard !x.isNaN else {
          if !value.isNaN { wrong += 1 }
          continue
        }
        let expected = bound.activation == .tanh ? tanh(Double(x)) : 1 / (1 + exp(-Double(x)))
        let error = abs(Double(value) - expected) * 0x1p24
        if !(error <= worst.absolute) { (worst.absolute, worstInput) = (error, x) }
        if expected != 0 {
          let ulp = Double(sign: .plus, exponent: max(expected.exponent, -126) - 23, significand: 1) * 0x1p24
          worst.ulps = max(worst.ulps, error / ulp)
        }
        if abs(expected) >= Double(Float.leastNormalMagnitude) {
          worst.relative = max(worst.relative, error / abs(expected))
        }
        let range: ClosedRange<Float> = bound.activation == .tanh ? -1...1 : 0...1
        if !range.contains(value) || (bound.activation == .tanh && value.sign != x.sign) { wrong += 1 }
      }
    }
    #expect(worst.absolute <= bound.absolute, "\(bound.activation) of \(worstInput)")
    #expect(worst.relative <= bound.relative, "\(bound.activation)")
    #expect(worst.ulps <= bound.ulps, "\(bound.activation)")
    #expect(wrong == 0, "NaN is kept, the range is kept, tanh keeps the sign")
  }

  @Test("the scanned functions are those of a run", arguments: supportedSets, ActivationScan.allCases)
  func isWhatRuns(_ set: InstructionSet, _ scan: ActivationScan) throws {
    let backend = try SIMDBackend<Float>(instructionSet: set)
    let points = ActivationScan.points(500, of: Float.self)
    let inRun = try scan.values(of: backend, at: points, units: 40)
    let alone = try backend.activation(scan == .sigmoidOfOutputGate ? .sigmoid : .tanh, at: points)
    // c = f * 0 + i * j and the like: -0 may become +0 in the run, and nothing else may differ.
    #expect(zip(inRun, alone).allSatisfy { $0 == $1 })
  }
}
