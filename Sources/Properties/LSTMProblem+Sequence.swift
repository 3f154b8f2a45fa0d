internal import LSTMContract

extension LSTMProblem {
  /// A problem whose time n and row m are this problem's `times[n]` and `rows[m]`, in the layout of `options`.
  ///
  /// A time that is nil becomes a masked step whose inputs are `filler`, with a mask made where there was none.
  /// - Throws: `LSTMProblemError` where the new sizes overflow.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func rearranged(
    times: [Int?], rows: [Int], options: LSTMOptions, filler: () -> Scalar = { 0 }
  ) throws(LSTMProblemError) -> LSTMProblem {
    let timeMajor = options.layout == .timeMajor
    let leading = timeMajor ? [times.count, rows.count] : [rows.count, times.count]
    let (inputSize, units) = (shape.inputSize, shape.units)
    var values: [Scalar] = []
    var used: [Bool] = []
    for outer in 0..<leading[0] {
      for inner in 0..<leading[1] {
        let row = rows[timeMajor ? inner : outer]
        guard let time = times[timeMajor ? outer : inner] else {
          for _ in 0..<inputSize { values.append(filler()) }
          used.append(false)
          continue
        }
        let source = position(time: time, row: row)
        values += input.elements[source * inputSize..<(source + 1) * inputSize]
        used.append(mask?[source] ?? true)
      }
    }
    func selected(_ state: Tensor<Scalar>) throws(LSTMProblemError) -> Tensor<Scalar> {
      let elements = rows.flatMap { state.elements[$0 * units..<($0 + 1) * units] }
      return try Tensor("initial state", shape: [rows.count, units], elements: elements)
    }
    let masked = mask != nil || times.contains(nil)
    return try LSTMProblem(
      input: Tensor("input", shape: leading + [inputSize], elements: values), initialH: selected(initialH),
      initialC: selected(initialC), inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias,
      mask: masked ? Tensor("mask", shape: leading, elements: used) : nil, options: options)
  }
}
