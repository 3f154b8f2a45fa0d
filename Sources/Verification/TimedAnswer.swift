public import LSTMContract
internal import LSTMOracle

/// What the step oracle finds wrong in the answer of a timed call, or nil.
///
/// Of a large time-major batch without a mask the first row, the middle one and the last are judged: rows do not know of
/// one another, and the batch is there to take time.
public func faultOfTimedAnswer<Scalar: LSTMScalar>(
  _ answer: LSTMAnswer<Scalar>, to problem: LSTMProblem<Scalar>, model: ArithmeticModel
) -> String? {
  let batch = problem.shape.batch
  let rows = Set([0, batch / 2, batch - 1]).sorted()
  guard problem.options.layout == .timeMajor, problem.mask == nil, rows.count < batch,
    let (few, itsAnswer) = try? problem.withRows(rows, answer)
  else {
    return Oracle(problem).judge(answer, model: model).first.map { "\($0)" }
  }
  return Oracle(few).judge(itsAnswer, model: model).first.map { first in
    "row \(rows[first.row]) of \(batch), judged as row \(first.row): \(first)"
  }
}

extension LSTMProblem {
  /// Some rows of a time-major problem without a mask, and of an answer to it.
  fileprivate func withRows(
    _ rows: [Int], _ answer: LSTMAnswer<Scalar>
  ) throws(LSTMProblemError) -> (LSTMProblem<Scalar>, LSTMAnswer<Scalar>) {
    func taken(_ elements: [Scalar], width: Int) -> [Scalar] {
      stride(from: 0, to: elements.count, by: max(shape.batch * width, 1)).flatMap { step in
        rows.flatMap { elements[step + $0 * width..<step + ($0 + 1) * width] }
      }
    }
    let state = [rows.count, shape.units]
    let problem = try LSTMProblem(
      input: Tensor(
        shape: [shape.timeSteps, rows.count, shape.inputSize], elements: taken(input.elements, width: shape.inputSize)),
      initialH: Tensor(shape: state, elements: taken(initialH.elements, width: shape.units)),
      initialC: Tensor(shape: state, elements: taken(initialC.elements, width: shape.units)),
      inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias, options: options)
    var few = LSTMAnswer(to: problem)
    few.omit(answer.omitted)
    for part in answer.given { few[part] = taken(answer[part], width: shape.units) }
    few.runtime = answer.runtime
    return (problem, few)
  }
}
