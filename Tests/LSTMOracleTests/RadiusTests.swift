import Foundation
import LSTMContract
import Testing

@testable import LSTMOracle

@Suite struct RadiusTests {
  @Test(arguments: [
    (1.0, 1.0), (1.5, 1.0), (0.999, 0.5), (0x1.fffffffffffffp52, 0x1p52), (0, 0),
    (.leastNonzeroMagnitude, .leastNonzeroMagnitude), (-3, 2),
  ])
  func unitInFirstPlaceIsThePowerBelow(value: Double, power: Double) {
    #expect(value.unitInFirstPlace == power)
  }

  @Test(
    arguments: [(1, 0), (1.5, -1), (6, 1), (0x1p-149, -149), (0x1.000002p0, -23), (-0.375, -3)] as [(Float, Int32)])
  func lowestBitIsTheExponentOfTheLastSetBit(value: Float, exponent: Int32) {
    #expect(lowestBit(of: value) == exponent)
  }

  @Test(arguments: [-800.0, -20, -3, -0.5, 0, 1e-9, 0.7, 4, 35, 800], [0, 1e-20, 1e-12, 1e-6, 0.01, 1, 20, 900])
  func sigmoidRangeIsTheSupremumOfTheChange(z: Double, d: Double) {
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let range = sigmoidRange(distance: abs(z), p: sigmoid(z), q: sigmoid(-z), d: d)
    #if arch(x86_64)
      let wide = Float80(z), step = Float80(d)
      func exact(_ x: Float80) -> Float80 { 1 / (1 + expl(-x)) }
      let up = exact(wide + step) - exact(wide)
      let down = exact(wide) - exact(wide - step)
      let supremum = Double(max(up, down))
      #expect(range >= supremum * (1 - 1e-9) - 1e-19)
      #expect(range <= supremum * (1 + 1e-6) + 1e-18)
    #endif
    #expect(range >= 0 && range <= 1 && range <= d)
  }

  @Test(arguments: [64, 256, 1_024, 4_096])
  func theBoundIsNearlyAttainedBySequentialSummation(terms: Int) throws {
    // x = 1, weights 1 and then just below half an ulp: every addition is rounded down to 1.
    var weights = [Float](repeating: 0, count: terms * 4)
    for k in 0..<terms { weights[4 * k] = k == 0 ? 1 : 0.99 * 0x1p-24 }
    let products = RowTable(rows: 1, columns: 4)
    let x = [Float](repeating: 1, count: terms)
    let kernel = PreparedKernel(try Tensor(shape: [terms, 4], elements: weights))
    let operands = Operands(capacity: terms)
    x.withUnsafeBufferPointer { operands.take($0) }
    products[0].add(operands, kernel: kernel, countsSubnormals: false)
    let dot = products[0].dot(0, as: Double.self)
    let sequential = (0..<terms).reduce(Float(0)) { $0 + weights[4 * $1] }
    let radius = try #require(RadiusModel(ArithmeticModel(scalar: .float)).radius(of: dot))
    let ratio = abs(Double(sequential) - dot.sum) / radius
    #expect(ratio < 1)
    #expect(ratio > [64: 0.5, 256: 0.8, 1_024: 0.94, 4_096: 0.97][terms, default: 1])
  }
}
