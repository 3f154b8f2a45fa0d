internal import LSTMContract

/// A size of a problem that can be made smaller.
enum ProblemAxis: CaseIterable {
  case step, row, unit, feature
}

extension ProblemArray {
  /// In which turn the values of the array are made simpler.
  private var turn: Int {
    switch self {
    case .hiddenKernel: 0
    case .inputKernel: 1
    case .bias: 2
    case .initialH: 3
    case .initialC: 4
    case .input: 5
    }
  }

  /// Every array, the one first whose values say least of what is wrong.
  static let simplifiedInTurn = allCases.sorted { $0.turn < $1.turn }
}

extension LSTMProblem {
  func size(_ axis: ProblemAxis) -> Int {
    switch axis {
    case .step: shape.timeSteps
    case .row: shape.batch
    case .unit: shape.units
    case .feature: shape.inputSize
    }
  }

  /// The problem with only these steps, rows, features or units; a unit takes its column of each gate and its row of
  /// R with it.
  func keeping(_ kept: [Int], _ axis: ProblemAxis) -> LSTMProblem? {
    let timeMajor = options.layout == .timeMajor
    let columns = (0..<4).flatMap { gate in kept.map { gate * shape.units + $0 } }
    switch axis {
    case .step:
      let time = timeMajor ? 0 : 1
      return try? replacing(input: input.keeping(kept, axis: time), mask: mask?.keeping(kept, axis: time))
    case .row:
      let row = timeMajor ? 1 : 0
      return try? replacing(
        input: input.keeping(kept, axis: row), initialH: initialH.keeping(kept, axis: 0),
        initialC: initialC.keeping(kept, axis: 0), mask: mask?.keeping(kept, axis: row))
    case .feature:
      return try? replacing(input: input.keeping(kept, axis: 2), inputKernel: inputKernel.keeping(kept, axis: 0))
    case .unit:
      return try? replacing(
        initialH: initialH.keeping(kept, axis: 1), initialC: initialC.keeping(kept, axis: 1),
        inputKernel: inputKernel.keeping(columns, axis: 1),
        hiddenKernel: hiddenKernel.keeping(kept, axis: 0)?.keeping(columns, axis: 1),
        bias: bias?.keeping(columns, axis: 0))
    }
  }

  /// The same problem in the other layout.
  func inBatchMajor() -> LSTMProblem? {
    guard options.layout == .timeMajor else { return nil }
    var other = options
    other.layout = .batchMajor
    return try? replacing(input: input.transposed(), mask: mask?.transposed(), options: other)
  }
}

extension Tensor {
  /// The tensor with only these positions of an axis.
  func keeping(_ kept: [Int], axis: Int) -> Tensor? {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    var elements: [Element] = []
    elements.reserveCapacity(outer * kept.count * inner)
    for block in 0..<outer {
      for position in kept {
        let start = (block * shape[axis] + position) * inner
        elements += self.elements[start..<start + inner]
      }
    }
    var smaller = shape
    smaller[axis] = kept.count
    return try? Tensor(shape: smaller, elements: elements)
  }

  /// The tensor with its first two axes exchanged.
  func transposed() -> Tensor? {
    let (rows, columns, inner) = (shape[0], shape[1], shape[2...].reduce(1, *))
    var elements: [Element] = []
    elements.reserveCapacity(self.elements.count)
    for column in 0..<columns {
      for row in 0..<rows {
        let start = (row * columns + column) * inner
        elements += self.elements[start..<start + inner]
      }
    }
    return try? Tensor(shape: [columns, rows] + shape[2...], elements: elements)
  }
}
