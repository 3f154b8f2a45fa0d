internal import LSTMContract

extension DataDraw {
  /// One array of subnormal numbers, by its number: x, h0, c0, K, R, b.
  ///
  /// Where the candidate's activation is exact, nothing drowns them: whatever would meet them in a sum is zero, so that
  /// an implementation that reads them as zeros, or writes zeros for them, shows. Elsewhere the other arrays are
  /// ordinary, and must not be disturbed.
  mutating func makeSubnormalAlone(_ place: (Int) -> (step: Int, row: Int)) {
    let values = (0..<6).map { random.stream(UInt64(1 + $0)) }
    let candidates = [true, plan.hasInitialH, plan.hasInitialC, true, plan.hasInitialH, true]
    let open = candidates.indices.filter { candidates[$0] }
    let alone = open[random.stream(9).below(open.count, at: 1)]
    // What stays ordinary beside it: factors of it, and factors of a state that is tiny.
    let partners: Set<Int> =
      switch alone {
      case 3: [0, 4]
      case 4: [1, 3]
      default: [3, 4]
      }
    let isBare = plan.options.tanhActivation.isExact
    func element(_ array: Int, _ coordinates: (Int, Int, Int), _ size: Double) -> Scalar {
      let (a, b, c) = coordinates
      if array == alone { return Self.subnormal(values[array].word(a, b, c)) }
      // The bias of the gates does not meet them, that of the candidate does.
      let isOrdinary = !isBare || partners.contains(array) || (array == 5 && a != 2)
      return isOrdinary ? Scalar(values[array].awayFromZero(a, b, c) * size) : 0
    }
    let (inputSize, units) = (shape.inputSize, shape.units)
    input = (0..<shape.timeSteps * shape.batch * inputSize).map { position in
      let (step, row) = place(position / inputSize)
      return element(0, (step, row, position % inputSize), 2)
    }
    func state(_ array: Int, _ isPresent: Bool) -> [Scalar] {
      (0..<shape.batch * units).map { isPresent ? element(array, ($0 / units, $0 % units, 0), 1) : 0 }
    }
    initialH = state(1, plan.hasInitialH)
    initialC = state(2, plan.hasInitialC)
    let weight = 1 / Double(inputSize + units).squareRoot()
    func kernel(_ array: Int, _ rows: Int) -> [Scalar] {
      (0..<rows * 4 * units).map { element(array, ($0 / (4 * units), $0 % (4 * units), 0), weight) }
    }
    inputKernel = kernel(3, inputSize)
    hiddenKernel = kernel(4, units)
    bias = (0..<4 * units).map { element(5, ($0 / units, $0 % units, 0), 1) }
  }
}

extension Activation {
  /// Whether it makes no error, so that tiny values stay visible behind it.
  fileprivate var isExact: Bool { self == .identity || self == .relu }
}
