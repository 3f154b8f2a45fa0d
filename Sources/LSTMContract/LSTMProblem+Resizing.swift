extension LSTMProblem {
  /// The corner of the problem that has these sizes; where they are larger, filled up with zeros, and with steps that
  /// count.
  ///
  /// - Throws: `LSTMProblemError` where the sizes are none of a problem.
  public func resized(to sizes: FixedSizes) throws(LSTMProblemError) -> LSTMProblem {
    guard !sizes.isEmpty, !sizes.admits(shape) else { return self }
    let new = try LSTMShape(
      timeSteps: sizes.timeSteps ?? shape.timeSteps, batch: sizes.batch ?? shape.batch,
      inputSize: sizes.inputSize ?? shape.inputSize, units: sizes.units ?? shape.units)
    let leading = options.layout.leadingShape(of: new)
    func kernel(_ tensor: Tensor<Scalar>, rows: Int) throws(LSTMProblemError) -> Tensor<Scalar> {
      try Tensor(
        shape: [rows, 4 * new.units],
        elements: corner(
          of: tensor.elements, [tensor.shape[0], 4, shape.units], filling: [rows, 4, new.units], with: 0))
    }
    func state(_ tensor: Tensor<Scalar>) throws(LSTMProblemError) -> Tensor<Scalar> {
      try Tensor(
        shape: [new.batch, new.units],
        elements: corner(of: tensor.elements, tensor.shape, filling: [new.batch, new.units], with: 0))
    }
    return try LSTMProblem(
      input: Tensor(
        shape: leading + [new.inputSize],
        elements: corner(of: input.elements, input.shape, filling: leading + [new.inputSize], with: 0)),
      initialH: state(initialH), initialC: state(initialC), inputKernel: kernel(inputKernel, rows: new.inputSize),
      hiddenKernel: kernel(hiddenKernel, rows: new.units),
      bias: resizedBias(new.units),
      mask: resizedMask(leading), options: options)
  }

  private func resizedBias(_ units: Int) throws(LSTMProblemError) -> Tensor<Scalar>? {
    guard let bias else { return nil }
    return try Tensor(
      shape: [4 * units],
      elements: corner(of: bias.elements, [4, shape.units], filling: [4, units], with: 0))
  }

  private func resizedMask(_ leading: [Int]) throws(LSTMProblemError) -> Tensor<Bool>? {
    guard let mask else { return nil }
    return try Tensor(
      shape: leading, elements: corner(of: mask.elements, mask.shape, filling: leading, with: true))
  }

  /// The same problem in the other layout.
  func withBatchMajorLayout() throws(LSTMProblemError) -> LSTMProblem {
    guard options.layout == .timeMajor else { return self }
    let (steps, batch, size) = (shape.timeSteps, shape.batch, shape.inputSize)
    var options = options
    options.layout = .batchMajor
    var elements: [Scalar] = []
    elements.reserveCapacity(input.elements.count)
    for row in 0..<batch {
      for step in 0..<steps {
        elements += input.elements[(step * batch + row) * size..<(step * batch + row + 1) * size]
      }
    }
    var turned: Tensor<Bool>?
    if let mask {
      turned = try Tensor(
        shape: [batch, steps],
        elements: (0..<batch).flatMap { row in (0..<steps).map { mask.elements[$0 * batch + row] } })
    }
    return try replacing(
      input: Tensor(shape: [batch, steps, size], elements: elements), mask: .some(turned), options: options)
  }
}

/// The elements of an array of another shape: those at places that both have, `filler` elsewhere.
private func corner<Element>(
  of elements: [Element], _ old: [Int], filling new: [Int], with filler: Element
) -> [Element] {
  var result: [Element] = []
  result.reserveCapacity(new.reduce(1, *))
  func walk(_ axis: Int, _ offset: Int?) {
    if axis == new.count {
      result.append(offset.map { elements[$0] } ?? filler)
      return
    }
    for place in 0..<new[axis] {
      walk(axis + 1, place < old[axis] ? offset.map { $0 * old[axis] + place } : nil)
    }
  }
  walk(0, 0)
  return result
}
