extension LSTMBackend {
  public func results(ofCalls problems: [LSTMProblem<Scalar>]) -> [Result<LSTMAnswer<Scalar>, any Error>] {
    var arrays = LentArrays<Scalar>()
    return problems.map { problem in
      arrays.take(problem)
      return Result { try answer(arrays.lent(problem)) }
    }
  }

  public func concurrentAnswers(to problem: LSTMProblem<Scalar>, calls: Int) throws -> [LSTMAnswer<Scalar>]? { nil }

  public func renewed() -> (any LSTMBackend<Scalar>)? { nil }
}

/// Storage for the arrays of one problem after another. An array that has the size of the one before lies where that
/// one lay, unless a backend kept it: a cache that goes by addresses is found out.
private struct LentArrays<Scalar: LSTMScalar> {
  private var input: [Scalar] = []
  private var initialH: [Scalar] = []
  private var initialC: [Scalar] = []
  private var inputKernel: [Scalar] = []
  private var hiddenKernel: [Scalar] = []
  private var bias: [Scalar] = []
  private var mask: [Bool] = []

  mutating func take(_ problem: LSTMProblem<Scalar>) {
    refill(&input, from: problem.input.elements)
    refill(&initialH, from: problem.initialH.elements)
    refill(&initialC, from: problem.initialC.elements)
    refill(&inputKernel, from: problem.inputKernel.elements)
    refill(&hiddenKernel, from: problem.hiddenKernel.elements)
    if let values = problem.bias { refill(&bias, from: values.elements) }
    if let values = problem.mask { refill(&mask, from: values.elements) }
  }

  /// The problem whose values were taken last, with these arrays.
  func lent(_ problem: LSTMProblem<Scalar>) throws(LSTMProblemError) -> LSTMProblem<Scalar> {
    try LSTMProblem(
      input: Tensor(shape: problem.input.shape, elements: input),
      initialH: Tensor(shape: problem.initialH.shape, elements: initialH),
      initialC: Tensor(shape: problem.initialC.shape, elements: initialC),
      inputKernel: Tensor(shape: problem.inputKernel.shape, elements: inputKernel),
      hiddenKernel: Tensor(shape: problem.hiddenKernel.shape, elements: hiddenKernel),
      bias: problem.bias == nil ? nil : Tensor(shape: [bias.count], elements: bias),
      mask: problem.mask == nil ? nil : Tensor(shape: problem.leadingShape, elements: mask), options: problem.options)
  }
}

/// Overwrites the array in place where the sizes agree; else it becomes a copy with storage of its own.
@inline(never)
private func refill<Element: BitwiseCopyable>(_ array: inout [Element], from elements: [Element]) {
  guard array.count == elements.count, !elements.isEmpty else {
    array = elements.map { $0 }
    return
  }
  array.withUnsafeMutableBufferPointer { target in
    elements.withUnsafeBufferPointer { source in _ = target.update(fromContentsOf: source) }
  }
}
