import LSTMContract
import Testing

/// Which steps a drawn mask counts.
enum MaskKind: CaseIterable {
  case none, allTrue, leftPadded, rightPadded, holes, emptyRow, allMasked
}

/// How the values of a problem are drawn.
enum DrawnValues: CaseIterable {
  /// Full mantissas everywhere; the order of a sum shows in its bits.
  case dense
  /// x·K + b is a sum of short multiples, exact in any order, and a column of R holds one value: z has the same bits
  /// whatever the order of its terms and wherever its row stands, so two runs may be compared bit for bit.
  case orderFree
}

/// A problem named by its sizes and options; its values depend on the seed and the coordinates alone.
struct DrawnProblem {
  var timeSteps = 4
  var batch = 3
  var inputSize = 3
  var units = 5
  var options = LSTMOptions()
  var mask = MaskKind.none
  var hasBias = true
  var values = DrawnValues.dense
  var seed: UInt64 = 1

  /// Every layout, direction, output order, rule for masked outputs and kind of mask.
  static let everyOption: [DrawnProblem] = AxisLayout.allCases.flatMap { layout in
    OutputOrder.allCases.flatMap { order in
      MaskKind.allCases.flatMap { mask in
        [(false, false), (false, true), (true, false), (true, true)].map { backwards, zero in
          DrawnProblem(
            options: LSTMOptions(
              layout: layout, goBackwards: backwards, outputOrder: order, zeroOutputForMask: zero), mask: mask)
        }
      }
    }
  }

  func problem() throws -> LSTMProblem<Double> {
    let timeMajor = options.layout == .timeMajor
    let leading = timeMajor ? [timeSteps, batch] : [batch, timeSteps]
    func tensor(_ name: String, _ shape: [Int], _ value: (Int) -> Double) throws -> Tensor<Double> {
      try Tensor(name, shape: shape, elements: (0..<shape.reduce(1, *)).map(value))
    }
    let columns = 4 * units
    let orderFree = values == .orderFree
    let scaleK = 1 / Double(inputSize).squareRoot()
    let scaleR = 1 / Double(units).squareRoot()
    return try LSTMProblem(
      input: tensor("input", leading + [inputSize]) { orderFree ? steps(of: 0x1p-2, 1, $0) : uniform(1, $0) },
      initialH: tensor("initial_h", [batch, units]) { uniform(2, $0) },
      initialC: tensor("initial_c", [batch, units]) { uniform(3, $0) },
      inputKernel: tensor("input_kernel", [inputSize, columns]) {
        orderFree ? steps(of: 0x1p-10, 4, $0) : Double(Float(uniform(4, $0) * scaleK))
      },
      hiddenKernel: tensor("hidden_kernel", [units, columns]) {
        let (row, column) = ($0 / columns, $0 % columns)
        guard orderFree else { return Double(Float(uniform(5, $0) * scaleR)) }
        return row == (column * 3 + 1) % units ? uniform(5, $0) : 0
      },
      bias: hasBias ? tensor("bias", [columns]) { orderFree ? steps(of: 0x1p-10, 6, $0) : uniform(6, $0) } : nil,
      mask: mask == .none
        ? nil
        : Tensor(
          "mask", shape: leading,
          elements: (0..<timeSteps * batch).map {
            timeMajor ? counts($0 / batch, $0 % batch) : counts($0 % timeSteps, $0 / timeSteps)
          }), options: options)
  }

  /// Whether step t of a row counts.
  private func counts(_ t: Int, _ row: Int) -> Bool {
    let padding = (row + 1) % max(timeSteps, 1)
    return switch mask {
    case .none, .allTrue: true
    case .leftPadded: t >= padding
    case .rightPadded: t < timeSteps - padding
    case .holes: word(7, t * batch + row) % 2 == 0
    case .emptyRow: row != batch / 2
    case .allMasked: false
    }
  }

  /// A `Float` in [-1, 1).
  private func uniform(_ tensor: UInt64, _ position: Int) -> Double {
    Double(Int64(word(tensor, position) >> 40) - 0x80_0000) * 0x1p-23
  }

  /// A multiple of `step` in [-1, 1).
  private func steps(of step: Double, _ tensor: UInt64, _ position: Int) -> Double {
    (uniform(tensor, position) / step).rounded(.down) * step
  }

  /// SplitMix64's output function over (seed, tensor, position).
  private func word(_ tensor: UInt64, _ position: Int) -> UInt64 {
    var word = seed &* 0x9e37_79b9_7f4a_7c15 &+ tensor &* 0xd1b5_4a32_d192_ed03 &+ UInt64(position)
    for _ in 0..<2 {
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      word ^= word >> 31
    }
    return word
  }
}
