extension LSTMProblem {
  /// How many steps of each row count.
  public var countingSteps: [Int] {
    guard let mask else { return Array(repeating: shape.timeSteps, count: shape.batch) }
    var counts = Array(repeating: 0, count: shape.batch)
    for step in 0..<shape.timeSteps {
      for row in 0..<shape.batch where mask.elements[position(time: step, row: row)] { counts[row] += 1 }
    }
    return counts
  }

  /// The length of each sequence, where the mask says no more than that: the steps of row b that count are the first
  /// `lengths[b]` of its input. Without a mask every length is T. Nil where a step counts behind one that does not.
  public var lengths: [Int]? {
    guard let mask else { return countingSteps }
    let counts = countingSteps
    for step in 0..<shape.timeSteps {
      for row in 0..<shape.batch where mask.elements[position(time: step, row: row)] != (step < counts[row]) {
        return nil
      }
    }
    return counts
  }
}

extension Tensor<Bool> {
  /// The mask that lets the first `lengths[b]` of `timeSteps` steps of row b count (Docs/equations.md, L1).
  ///
  /// - Throws: `LSTMProblemError.lengthOutOfRange` where a length is below 0 or above T.
  public init(lengths: [Int], timeSteps: Int, layout: AxisLayout) throws(LSTMProblemError) {
    for (row, length) in lengths.enumerated() where !(0...timeSteps).contains(length) {
      throw .lengthOutOfRange(row: row, found: length, timeSteps: timeSteps)
    }
    switch layout {
    case .timeMajor:
      self = try Tensor(
        "mask", shape: [timeSteps, lengths.count],
        elements: (0..<timeSteps).flatMap { step in lengths.map { step < $0 } })
    case .batchMajor:
      self = try Tensor(
        "mask", shape: [lengths.count, timeSteps],
        elements: lengths.flatMap { length in (0..<timeSteps).map { $0 < length } })
    }
  }
}
