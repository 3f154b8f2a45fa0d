extension AxisLayout {
  /// The flat position of a time index and a row in an array whose first two axes are time and batch in this layout.
  @inlinable
  public func position(time: Int, row: Int, in shape: LSTMShape) -> Int {
    self == .timeMajor ? time * shape.batch + row : row * shape.timeSteps + time
  }

  /// The time index and the row of a flat position.
  @inlinable
  public func timeAndRow(at position: Int, in shape: LSTMShape) -> (time: Int, row: Int) {
    self == .timeMajor
      ? (position / shape.batch, position % shape.batch) : (position % shape.timeSteps, position / shape.timeSteps)
  }

  /// The other layout.
  @inlinable public var other: AxisLayout { self == .timeMajor ? .batchMajor : .timeMajor }

  /// The lengths of the first two axes: [T, B] or [B, T].
  @inlinable
  public func leadingShape(of shape: LSTMShape) -> [Int] {
    self == .timeMajor ? [shape.timeSteps, shape.batch] : [shape.batch, shape.timeSteps]
  }
}

extension LSTMProblem {
  /// t(s), the time index of processing step s.
  @inlinable
  public func time(ofStep step: Int) -> Int { options.goBackwards ? shape.timeSteps - 1 - step : step }

  /// Where y_s stands on the time axis of `outputs` (E11).
  @inlinable
  public func outputTime(ofStep step: Int) -> Int { options.outputOrder == .aligned ? time(ofStep: step) : step }

  /// The flat position of a time index and a row in an array of `leadingShape`.
  @inlinable
  public func position(time: Int, row: Int) -> Int { options.layout.position(time: time, row: row, in: shape) }

  /// m_s of a row (E8).
  @inlinable
  public func isUsed(step: Int, row: Int) -> Bool { mask?[position(time: time(ofStep: step), row: row)] ?? true }

  /// The shape of input (with I) or outputs (with H) without the last axis: [T, B] or [B, T].
  public var leadingShape: [Int] { options.layout.leadingShape(of: shape) }
}
