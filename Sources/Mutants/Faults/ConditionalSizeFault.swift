public import LSTMContract

extension Mutant {
  /// One element is wrong wherever the sizes meet a condition: in the last processing step one unit of one row is moved
  /// by a quarter, in every array that shows it.
  ///
  /// - Parameters:
  ///   - condition: which sizes.
  ///   - row: the row, modulo B.
  ///   - unit: the unit, modulo H.
  public static func size(_ condition: SizeCondition, row: Int, unit: Int) -> Mutant {
    Mutant(
      "size-\(condition.terms.map(\.identifier).joined(separator: "-"))-row-\(row)-unit-\(unit)",
      "Where \(condition), row \(row) mod B of unit \(unit) mod H is wrong in the last step.",
      class: .vectorization, origin: .systematic,
      fault: ConditionalSizeFault(condition: condition, row: row, unit: unit))
  }
}

extension Mutant {
  /// Applies what the fault does to a finished answer: all that it does, where the fault is one of sizes.
  public func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>) {
    fault.revise(&answer, to: problem, before: answer)
  }
}

extension SizeTerm {
  fileprivate var identifier: String {
    let quantities: [SizeQuantity: String] = [
      .timeSteps: "steps", .batch: "batch", .inputSize: "inputs", .units: "units", .rows: "rows", .outputs: "outputs",
      .kernel: "kernel",
    ]
    let relations: [Relation: String] = [.atLeast: "from", .equal: "is", .noMultiple: "beyond-blocks-of"]
    return "\(quantities[quantity] ?? "")-\(relations[relation] ?? "")-\(threshold)"
  }
}

private struct ConditionalSizeFault: Fault {
  let condition: SizeCondition
  let row: Int
  let unit: Int

  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    let (shape, options) = (problem.shape, problem.options)
    guard condition.holds(for: shape), shape.timeSteps > 0, shape.batch > 0 else { return }
    let (row, unit) = (row % shape.batch, unit % shape.units)
    let isTurned = options.goBackwards && options.outputOrder == .aligned
    let time = isTurned ? 0 : shape.timeSteps - 1
    let place = problem.position(time: time, row: row)
    answer.outputs[place * shape.units + unit] += 0.25
    answer.lastOutput[row * shape.units + unit] += 0.25
    answer.finalH[row * shape.units + unit] += 0.25
  }
}
