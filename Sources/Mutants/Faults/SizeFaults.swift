internal import LSTMContract

extension Mutant {
  /// Faults of blocks, tails and single sizes.
  static let sizeFaults: [Mutant] =
    [8, 16].map { lanes in
      Mutant(
        "tail-of-\(lanes)-stale",
        "Units are processed \(lanes) at a time, and the last H mod \(lanes) keep the h before.",
        class: .vectorization, origin: .systematic, fault: StaleLanes(lanes: lanes), smallestUnits: lanes + 1)
    }
    + [4, 8, 16].map { lanes in
      Mutant(
        "features-beyond-blocks-of-\(lanes)", "Features beyond the last block of \(lanes) are left out of the sums.",
        class: .vectorization, origin: .systematic, fault: LeftOut(lanes: lanes, edit: .features))
    }
    + [4, 8].map { rows in
      Mutant(
        "rows-beyond-blocks-of-\(rows)", "Rows beyond the last block of \(rows) repeat the row before the tail.",
        class: .vectorization, origin: .systematic, fault: LeftOut(lanes: rows, edit: .rows))
    }
    + [
      Mutant(
        "one-step-special-case", "With T = 1 the state is not used.", class: .vectorization,
        origin: .bugs(["keras PR#7387"]), fault: SpecialSize(edit: .oneStep)),
      Mutant(
        "one-unit-special-case", "With H = 1 the recurrent term is left out.", class: .vectorization,
        origin: .systematic, fault: SpecialSize(edit: .oneUnit)),
      Mutant(
        "one-row-special-case", "With B = 1 the bias is left out.", class: .vectorization, origin: .systematic,
        fault: SpecialSize(edit: .oneRow)),
      Mutant(
        "units-for-features", "Where I differs from H, only the first min(I, H) features are read.",
        class: .vectorization, origin: .bugs(["mxnet#17479"]), fault: SpecialSize(edit: .unitsForFeatures)),
    ]
}

private struct StaleLanes: Fault {
  let lanes: Int

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    let units = next.h.count
    guard units > lanes, units % lanes != 0 else { return }
    let tail = units - units % lanes..<units
    next.h.replaceSubrange(tail, with: previous.h[tail])
    next.y.replaceSubrange(tail, with: previous.h[tail])
  }
}

private enum LeftOutAxis { case features, rows }

private struct LeftOut: Fault {
  let lanes: Int
  let edit: LeftOutAxis

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let size = problem.shape.inputSize
    guard edit == .features, size > lanes, size % lanes != 0 else { return problem }
    var kernel = problem.inputKernel
    for place in (size - size % lanes) * problem.shape.gateColumns..<kernel.elements.count { kernel[place] = 0 }
    return (try? problem.replacing(inputKernel: kernel)) ?? problem
  }

  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    let (batch, units) = (problem.shape.batch, problem.shape.units)
    guard edit == .rows, batch > lanes, batch % lanes != 0 else { return }
    let source = batch - batch % lanes - 1
    for row in source + 1..<batch {
      for unit in 0..<units {
        answer.finalH[row * units + unit] = answer.finalH[source * units + unit]
        answer.finalC[row * units + unit] = answer.finalC[source * units + unit]
      }
    }
  }
}

private enum SpecialSizeEdit { case oneStep, oneUnit, oneRow, unitsForFeatures }

private struct SpecialSize: Fault {
  let edit: SpecialSizeEdit

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let shape = problem.shape
    func zeros(_ tensor: Tensor<S>) -> Tensor<S> { tensor.map { _ in 0 } }
    let other: LSTMProblem<S>?
    switch edit {
    case .oneStep:
      other =
        shape.timeSteps == 1
        ? try? problem.replacing(initialH: zeros(problem.initialH), initialC: zeros(problem.initialC)) : nil
    case .oneUnit: other = shape.units == 1 ? try? problem.replacing(hiddenKernel: zeros(problem.hiddenKernel)) : nil
    case .oneRow: other = shape.batch == 1 ? try? problem.replacing(bias: .some(nil)) : nil
    case .unitsForFeatures:
      var kernel = problem.inputKernel
      for place in kernel.elements.indices where place / (shape.gateColumns) >= shape.units { kernel[place] = 0 }
      other = try? problem.replacing(inputKernel: kernel)
    }
    return other ?? problem
  }
}
