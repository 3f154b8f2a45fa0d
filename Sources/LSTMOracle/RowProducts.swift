internal import LSTMContract

/// The running sums of one row's 4H pre-activations: z, S, m and the lowest bit of each column (R5-R7, R12).
struct RowProducts<Wide: WideReal>: Sendable {
  var sum: [Wide]
  var magnitude: [Wide]
  var terms: [Int32]
  var lowestBit: [Int32]
  /// D of each column (R6).
  var inherited: [Double]
  /// The sum of |partner| over subnormal operands; empty unless the model reads subnormals as zero.
  var subnormalPartners: [Double]

  init(columns: Int) {
    sum = Array(repeating: 0, count: columns)
    magnitude = sum
    terms = Array(repeating: 0, count: columns)
    lowestBit = Array(repeating: absentBit, count: columns)
    inherited = Array(repeating: 0, count: columns)
    subnormalPartners = inherited
  }

  subscript(column: Int) -> DotProduct<Wide> {
    DotProduct(
      sum: sum[column], magnitude: magnitude[column], terms: Int(terms[column]), lowestBit: Int(lowestBit[column]),
      inherited: inherited[column], subnormalPartners: subnormalPartners[column])
  }

  /// Adds the bias, one more term for each column where it is not zero.
  mutating func add<Scalar: LSTMScalar>(bias: [Scalar]) {
    for (column, value) in bias.enumerated() where value != 0 {
      sum[column] += Wide(value)
      magnitude[column] += abs(Wide(value))
      terms[column] += 1
      lowestBit[column] = min(lowestBit[column], LSTMOracle.lowestBit(of: value))
      if value.isSubnormal { subnormalPartners[column] += 1 }
    }
  }

  /// Adds `values` · kernel, without the terms that are zero or not finite.
  ///
  /// `radii`, where given, is the uncertainty of each value: it enters D and keeps a term of value 0 alive.
  mutating func add<Scalar: LSTMScalar, Operand: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Operand>, radii: UnsafeBufferPointer<Double>?, kernel: PreparedKernel<Scalar>,
    lowestBits: UnsafeBufferPointer<Int32>?, countsSubnormals: Bool
  ) {
    let used = values.indices.filter { values[$0] != 0 && values[$0].isFinite }
    // Few terms: exact pairing of bits. Many: the least bit of the row with the least bit of the column.
    let pairsBits = used.count <= 4
    let leastOfRow = lowestBits.map { bits in used.reduce(absentBit) { min($0, bits[$1]) } }
    let columns = kernel.columns
    kernel.elements.withUnsafeBufferPointer { weights in
      sum.withUnsafeMutableBufferPointer { sum in
        magnitude.withUnsafeMutableBufferPointer { magnitude in
          terms.withUnsafeMutableBufferPointer { terms in
            for k in used {
              let value = Wide(values[k])
              let row = UnsafeBufferPointer(rebasing: weights[k * columns..<(k + 1) * columns])
              if kernel.isFinite {
                Self.accumulate(value, row, sum, magnitude)
              } else {
                for column in 0..<columns where row[column].isFinite {
                  let product = value * Wide(row[column])
                  sum[column] += product
                  magnitude[column] += abs(product)
                }
              }
              if kernel.hasZeros { for column in 0..<columns { terms[column] &+= row[column] != 0 ? 1 : 0 } }
            }
            if !kernel.hasZeros { for column in 0..<columns { terms[column] &+= Int32(used.count) } }
          }
        }
      }
    }
    if let lowestBits, let leastOfRow {
      if pairsBits {
        for k in used {
          for column in 0..<columns where weights(kernel, k, column) {
            lowestBit[column] = min(lowestBit[column], lowestBits[k] &+ kernel.bits[k * columns + column])
          }
        }
      } else {
        for column in 0..<columns {
          lowestBit[column] = min(lowestBit[column], leastOfRow &+ kernel.columnBits[column])
        }
      }
    } else if !used.isEmpty {
      for column in 0..<columns { lowestBit[column] = -absentBit }
    }
    if let radii { inherit(radii, values, kernel) }
    if countsSubnormals { addSubnormalPartners(values, used, kernel) }
  }

  @inline(__always) private static func accumulate<Scalar: LSTMScalar>(
    _ value: Wide, _ row: UnsafeBufferPointer<Scalar>, _ sum: UnsafeMutableBufferPointer<Wide>,
    _ magnitude: UnsafeMutableBufferPointer<Wide>
  ) {
    for column in row.indices {
      let product = value * Wide(row[column])
      sum[column] += product
      magnitude[column] += abs(product)
    }
  }

  @inline(__always) private func weights<Scalar: LSTMScalar>(
    _ kernel: PreparedKernel<Scalar>, _ k: Int, _ column: Int
  ) -> Bool { kernel.bits[k * kernel.columns + column] != absentBit }

  /// R6, and the terms whose value is 0 but whose radius is not (R7).
  private mutating func inherit<Scalar: LSTMScalar, Operand: BinaryFloatingPoint>(
    _ radii: UnsafeBufferPointer<Double>, _ values: UnsafeBufferPointer<Operand>, _ kernel: PreparedKernel<Scalar>
  ) {
    let columns = kernel.columns
    for k in values.indices where radii[k] > 0 {
      for column in 0..<columns where kernel.elements[k * columns + column].isFinite {
        let weight = abs(Double(kernel.elements[k * columns + column]))
        inherited[column] += radii[k] * weight * RadiusModel.inflation
        if values[k] == 0, weight != 0 { terms[column] += 1 }
      }
    }
  }

  private mutating func addSubnormalPartners<Scalar: LSTMScalar, Operand: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Operand>, _ used: [Int], _ kernel: PreparedKernel<Scalar>
  ) {
    let columns = kernel.columns
    for k in used {
      let isSubnormal = Scalar(values[k]).isSubnormal
      guard isSubnormal || kernel.hasSubnormals else { continue }
      for column in 0..<columns {
        let weight = kernel.elements[k * columns + column]
        if isSubnormal { subnormalPartners[column] += abs(Double(weight)) }
        if weight.isSubnormal { subnormalPartners[column] += abs(Double(values[k])) }
      }
    }
  }
}
