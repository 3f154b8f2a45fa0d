import CLSTMOracle
import LSTMContract
import Testing

@testable import LSTMOracle

@Suite struct RadiusTests {
  @Test(
    arguments: [(1, 0), (1.5, -1), (6, 1), (0x1p-149, -149), (0x1.000002p0, -23), (-0.375, -3)] as [(Float, Int32)])
  func lowestBitIsTheExponentOfTheLastSetBit(value: Float, exponent: Int32) {
    #expect(lowestBit(of: value) == exponent)
  }

  @Test func theLowestBitsOfAnArrayAndOfColumnsAreThoseOfTheElements() throws {
    let special: [Double] =
      [0, -0.0, 1, -3, 0.1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude * 6]
      + [.leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p-900, 0x1.8p-901, 0x1.0000000000001p-1000]
    let values =
      special + (0..<200).map { Double(sign: .minus, exponent: $0 * 10 - 1_070, significand: 1 + Double($0) / 256) }
    func bits<Scalar: OracleScalar>(_ values: [Scalar]) -> [Int32] {
      Array(unsafeUninitializedCapacity: values.count) { bits, count in
        if let first = bits.baseAddress { Scalar.lowestBits(values, values.count, first) }
        count = values.count
      }
    }
    #expect(bits(values) == values.map { lowestBit(of: $0) })
    let narrow = values.map { Float($0) } + [.leastNonzeroMagnitude, 0x1.000002p-126, -0x1.8p-140]
    #expect(bits(narrow) == narrow.map { lowestBit(of: $0) })
    // In five columns, whose least bits a kernel keeps.
    func columnBits<Scalar: OracleScalar>(_ values: [Scalar]) throws -> [Int32] {
      let rows = values.count / 5
      return PreparedKernel(try Tensor(shape: [rows, 5], elements: Array(values.prefix(rows * 5)))).columnBits
    }
    func least<Scalar: OracleScalar>(_ values: [Scalar]) -> [Int32] {
      (0..<5).map { column in
        stride(from: column, to: values.count / 5 * 5, by: 5).map { lowestBit(of: values[$0]) }.min() ?? absentBit
      }
    }
    #expect(try columnBits(values) == least(values))
    #expect(try columnBits(narrow) == least(narrow))
    #expect(
      try columnBits([0, -0.0, .infinity, .nan, 3] as [Double]) == [absentBit, absentBit, absentBit, absentBit, 0])
  }

  @Test(arguments: [64, 256, 1_024, 4_096])
  func theBoundIsNearlyAttainedBySequentialSummation(terms: Int) throws {
    // x = 1, weights 1 and then just below half an ulp: every addition is rounded down to 1.
    var weights = [Float](repeating: 0, count: terms * 4)
    for k in 0..<terms { weights[4 * k] = k == 0 ? 1 : 0.99 * 0x1p-24 }
    let products = RowProducts(columns: 4)
    let x = [Float](repeating: 1, count: terms)
    let kernel = PreparedKernel(try Tensor(shape: [terms, 4], elements: weights))
    let operands = Operands(capacity: terms)
    x.withUnsafeBufferPointer { operands.take($0) }
    products.add(operands, kernel: kernel, countsSubnormals: false)
    let z = Columns(count: 4)
    let radii = RadiusModel(ArithmeticModel(scalar: .float), referenceRoundoff: 0x1p-53)
    withUnsafePointer(to: radii.constants) { model in
      products.withPointer { clstm_oracle_preactivation(model, $0, 4, z.ranged.pointers) }
    }
    let sequential = (0..<terms).reduce(Float(0)) { $0 + weights[4 * $1] }
    let ratio = abs(Double(sequential) - z.ranged.value[0]) / z.ranged.radius[0]
    #expect(ratio < 1)
    #expect(ratio > [64: 0.5, 256: 0.8, 1_024: 0.94, 4_096: 0.97][terms, default: 1])
  }

  @Test func aSumThatIsExactInEveryOrderHasNoRadiusButThatOfUnderflow() throws {
    // Multiples of 1/4 whose partial sums stay below 2^22: R12. One step more and float rounds.
    for (largest, isExact) in [(Float(0x1p21), true), (0x1p23, false)] {
      let products = RowProducts(columns: 4)
      let kernel = PreparedKernel(
        try Tensor(shape: [2, 4], elements: [largest, 0, 0, 0, 0.25, 0, 0, 0] as [Float]))
      let operands = Operands(capacity: 2)
      [Float(1), 1].withUnsafeBufferPointer { operands.take($0) }
      products.add(operands, kernel: kernel, countsSubnormals: false)
      let z = Columns(count: 4)
      let radii = RadiusModel(ArithmeticModel(scalar: .float), referenceRoundoff: 0x1p-53)
      withUnsafePointer(to: radii.constants) { model in
        products.withPointer { clstm_oracle_preactivation(model, $0, 4, z.ranged.pointers) }
      }
      #expect(z.ranged.value[0] == Double(largest) + 0.25)
      #expect((z.ranged.radius[0] < 0x1p-140) == isExact)
    }
  }
}
