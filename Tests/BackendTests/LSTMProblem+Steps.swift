import LSTMContract

extension LSTMProblem<Double> {
  /// Where (t, row) stands among the positions of input and mask.
  func position(_ t: Int, _ row: Int) -> Int {
    options.layout == .timeMajor ? t * shape.batch + row : row * shape.timeSteps + t
  }

  /// t(s).
  func time(_ s: Int) -> Int { options.goBackwards ? shape.timeSteps - 1 - s : s }

  /// m_s of a row (E8).
  func counts(_ s: Int, _ row: Int) -> Bool { mask?[position(time(s), row)] ?? true }

  /// Where y_s stands in the outputs (E11).
  func outputStep(_ s: Int) -> Int { options.outputOrder == .aligned ? time(s) : s }

  /// The problem whose time step k is this one's time step `times[k]`, in the layout `layout`.
  func taking(times: [Int], layout: AxisLayout? = nil) throws -> LSTMProblem<Double> {
    var options = options
    options.layout = layout ?? options.layout
    let (batch, inputs) = (shape.batch, shape.inputSize)
    let places: [(t: Int, row: Int)] =
      options.layout == .timeMajor
      ? times.flatMap { t in (0..<batch).map { (t, $0) } } : (0..<batch).flatMap { row in times.map { ($0, row) } }
    let leading = options.layout == .timeMajor ? [times.count, batch] : [batch, times.count]
    return try replacing(
      input: Tensor(
        "input", shape: leading + [inputs],
        elements: places.flatMap { place in
          let first = position(place.t, place.row) * inputs
          return input.elements[first..<first + inputs]
        }),
      mask: mask.map { mask in
        try Tensor("mask", shape: leading, elements: places.map { mask[position($0.t, $0.row)] })
      }, options: options)
  }

  /// The problem with every input value at a masked step replaced.
  func replacingMaskedInputs(by value: (Int) -> Double) throws -> LSTMProblem<Double> {
    guard let mask else { return self }
    return try replacing(
      input: Tensor(
        "input", shape: input.shape,
        elements: input.elements.enumerated().map { mask[$0.offset / shape.inputSize] ? $0.element : value($0.offset) })
    )
  }
}
