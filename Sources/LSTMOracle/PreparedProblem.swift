internal import LSTMContract

/// The part of a problem that every subject's trial shares: kernels with their facts, and x·K + b of every unmasked
/// step in the wide type.
struct PreparedProblem<Scalar: LSTMScalar, Wide: WideReal>: Sendable {
  let problem: LSTMProblem<Scalar>
  let hiddenKernel: PreparedKernel<Scalar>
  /// For each (processing step, row): x·K + b, or nil where the step is masked.
  let inputProducts: [RowProducts<Wide>?]
  /// For each (processing step, row): what non-finite terms x·K + b has; empty where it has none.
  let inputNonFinite: [[NonFiniteTerms]]

  init(_ problem: LSTMProblem<Scalar>) {
    self.problem = problem
    hiddenKernel = PreparedKernel(problem.hiddenKernel)
    let inputKernel = PreparedKernel(problem.inputKernel)
    let shape = problem.shape
    let columns = 4 * shape.units
    let bias = problem.bias?.elements ?? []
    let biasIsFinite = bias.allSatisfy(\.isFinite)
    var withBias = RowProducts<Wide>(columns: columns)
    withBias.add(bias: bias.map { $0.isFinite ? $0 : 0 })
    var products: [RowProducts<Wide>?] = []
    var nonFinite: [[NonFiniteTerms]] = []
    products.reserveCapacity(shape.timeSteps * shape.batch)
    let walk = SequenceWalk(problem)
    for step in 0..<shape.timeSteps {
      for row in 0..<shape.batch {
        guard walk.isUsed(step: step, row: row) else {
          products.append(nil)
          nonFinite.append([])
          continue
        }
        let start = walk.inputPosition(step: step, row: row) * shape.inputSize
        var rowProducts = withBias
        var rowNonFinite: [NonFiniteTerms] = []
        problem.input.elements.withUnsafeBufferPointer { input in
          let x = UnsafeBufferPointer(rebasing: input[start..<start + shape.inputSize])
          let bits = x.map { lowestBit(of: $0) }
          bits.withUnsafeBufferPointer {
            rowProducts.add(x, radii: nil, kernel: inputKernel, lowestBits: $0, countsSubnormals: true)
          }
          guard !biasIsFinite || !inputKernel.isFinite || x.contains(where: { !$0.isFinite }) else { return }
          rowNonFinite = Array(repeating: [], count: columns)
          NonFiniteTerms.insert(x, inputKernel, into: &rowNonFinite)
          for (column, value) in bias.enumerated() { rowNonFinite[column].insert(productOf: value, 1.0) }
        }
        products.append(rowProducts)
        nonFinite.append(rowNonFinite)
      }
    }
    inputProducts = products
    inputNonFinite = nonFinite
  }
}

/// The oracle's own reading of E8 and E11: where the input, the mask and the output of a processing step stand.
struct SequenceWalk: Sendable {
  private let timeSteps: Int
  private let batch: Int
  private let timeMajor: Bool
  private let backwards: Bool
  private let aligned: Bool
  private let mask: [Bool]?

  init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) {
    timeSteps = problem.shape.timeSteps
    batch = problem.shape.batch
    timeMajor = problem.options.layout == .timeMajor
    backwards = problem.options.goBackwards
    aligned = problem.options.outputOrder == .aligned
    mask = problem.mask?.elements
  }

  private func position(_ time: Int, _ row: Int) -> Int { timeMajor ? time * batch + row : row * timeSteps + time }

  /// t(s), the time index that processing step s reads.
  func time(ofStep step: Int) -> Int { backwards ? timeSteps - 1 - step : step }

  /// m_s (E8).
  func isUsed(step: Int, row: Int) -> Bool { mask?[position(time(ofStep: step), row)] ?? true }

  /// The position, in rows of I, of x[t(s)].
  func inputPosition(step: Int, row: Int) -> Int { position(time(ofStep: step), row) }

  /// The position, in rows of H, of y_s (E11).
  func outputPosition(step: Int, row: Int) -> Int { position(aligned ? time(ofStep: step) : step, row) }
}
