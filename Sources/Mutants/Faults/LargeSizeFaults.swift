internal import LSTMContract

extension Mutant {
  /// Faults of sizes that only larger layers and longer sequences reach: tiles, blocks of the depth of a product, splits
  /// over threads, short index types.
  static let largeSizeFaults: [Mutant] = [
    Mutant(
      "features-beyond-256", "The product over features runs in one block of 256, and what lies beyond is left out.",
      class: .vectorization, origin: .systematic, fault: DepthCutOff(kernel: .input, depth: 256)),
    Mutant(
      "units-fed-back-beyond-384", "The product over units runs in one block of 384, and what lies beyond is left out.",
      class: .vectorization, origin: .systematic, fault: DepthCutOff(kernel: .hidden, depth: 384)),
    Mutant(
      "last-unit-from-192", "From 192 units on the last one keeps the h before.", class: .vectorization,
      origin: .systematic, fault: LastUnitStale(from: 192), smallestUnits: 192),
    Mutant(
      "row-16-from-row-0", "Row 16 of a batch starts from the initial states of row 0.", class: .state,
      origin: .systematic, fault: RowsShareStates(block: 16)),
    Mutant(
      "rows-wrap-at-65536", "Row T·B of the inputs is found by a 16-bit index, which wraps.", class: .vectorization,
      origin: .systematic, fault: WrappingInputRows(limit: 1 << 16)),
    Mutant(
      "seven-at-uncommon-sizes",
      "Every value is 7 where H or I is none of the sizes that the authors tested: powers of two and small ones.",
      class: .vectorization, origin: .systematic, fault: UntestedSizes()),
  ]
}

private enum DepthKernel { case input, hidden }

/// Shows where the depth of the product exceeds the block: I 257, or H 385 with an h that is not zero.
private struct DepthCutOff: Fault {
  let kernel: DepthKernel
  let depth: Int

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    var cut = kernel == .input ? problem.inputKernel : problem.hiddenKernel
    guard cut.shape[0] > depth else { return problem }
    for place in depth * cut.shape[1]..<cut.elements.count { cut[place] = 0 }
    let other =
      kernel == .input ? try? problem.replacing(inputKernel: cut) : try? problem.replacing(hiddenKernel: cut)
    return other ?? problem
  }
}

private struct LastUnitStale: Fault {
  let from: Int

  func complete<S: LSTMScalar>(_ next: inout RowMemory<S>, after previous: RowMemory<S>) {
    guard next.h.count >= from else { return }
    let last = next.h.count - 1
    next.h[last] = previous.h[last]
    next.y[last] = previous.h[last]
  }
}

/// Rows 16, 32, ... begin from h0 and c0 of the row that begins their block's neighbour: row 0.
private struct RowsShareStates: Fault {
  let block: Int

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let units = problem.shape.units
    guard problem.shape.batch > block else { return problem }
    var (h, c) = (problem.initialH, problem.initialC)
    for row in stride(from: block, to: problem.shape.batch, by: block) {
      for unit in 0..<units {
        h[row * units + unit] = problem.initialH[unit]
        c[row * units + unit] = problem.initialC[unit]
      }
    }
    return (try? problem.replacing(initialH: h, initialC: c)) ?? problem
  }
}

/// Shows where T·B exceeds 65,536: the inputs of later rows are those of the first again.
private struct WrappingInputRows: Fault {
  let limit: Int

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    let (rows, size) = (problem.shape.timeSteps * problem.shape.batch, problem.shape.inputSize)
    guard rows > limit else { return problem }
    var input = problem.input
    for place in limit * size..<rows * size { input[place] = problem.input[place - limit * size] }
    return (try? problem.replacing(input: input)) ?? problem
  }
}

/// Shows at H or I 10, 12, 14, 18, ...
private struct UntestedSizes: Fault {
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    func isTested(_ size: Int) -> Bool { size < 10 || size.nonzeroBitCount == 1 || size % 2 == 1 }
    guard !isTested(problem.shape.inputSize) || !isTested(problem.shape.units) else { return }
    for part in AnswerPart.allCases { answer[part] = answer[part].map { _ in 7 } }
  }
}
