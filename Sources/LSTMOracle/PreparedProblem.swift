internal import CLSTMOracle
internal import LSTMContract

/// The part of a problem that every subject's trial shares: kernels with their facts, and x·K + b of every unmasked
/// step.
struct PreparedProblem<Scalar: OracleScalar>: Sendable {
  let problem: LSTMProblem<Scalar>
  let walk: SequenceWalk
  let hiddenKernel: PreparedKernel<Scalar>
  /// For each (processing step, row) that counts: x·K + b.
  let inputProducts: StoredProducts
  /// For each (processing step, row): what non-finite terms x·K + b has; empty where it has none. Empty where no row
  /// has any.
  private let nonFinite: [[NonFiniteTerms]]

  init(_ problem: LSTMProblem<Scalar>) {
    self.problem = problem
    hiddenKernel = PreparedKernel(problem.hiddenKernel)
    let inputKernel = PreparedKernel(problem.inputKernel)
    let shape = problem.shape
    let columns = 4 * shape.units
    let bias = problem.bias?.elements ?? []
    let biasIsFinite = bias.allSatisfy(\.isFinite)
    let products = RowProducts(columns: columns)
    products.add(bias: bias)
    let hasSubnormals =
      inputKernel.hasSubnormals || bias.contains(where: \.isSubnormal)
      || problem.input.elements.withUnsafeBufferPointer { input in
        input.baseAddress.map { Scalar.facts($0, input.count).has_subnormals } ?? false
      }
    func room(_ rows: Int) -> StoredProducts {
      StoredProducts(rows: rows, columns: columns, keepsLow: Scalar.usesPairs, keepsSubnormals: hasSubnormals)
    }
    let withBias = room(1)
    withBias.store(products, at: 0)
    let stored = room(shape.timeSteps * shape.batch)
    var nonFinite: [[NonFiniteTerms]] = []
    let walk = SequenceWalk(problem)
    let operands = Operands(capacity: shape.inputSize)
    problem.input.elements.withUnsafeBufferPointer { input in
      for step in 0..<shape.timeSteps {
        for row in 0..<shape.batch where walk.isUsed(step: step, row: row) {
          let start = walk.inputPosition(step: step, row: row) * shape.inputSize
          let index = step * shape.batch + row
          let x = UnsafeBufferPointer(rebasing: input[start..<start + shape.inputSize])
          operands.take(x)
          withBias.load(0, into: products)
          products.add(operands, kernel: inputKernel, countsSubnormals: true)
          stored.store(products, at: index)
          guard !biasIsFinite || !inputKernel.isFinite || operands.hasNonFinite else { continue }
          if nonFinite.isEmpty { nonFinite = Array(repeating: [], count: shape.timeSteps * shape.batch) }
          var terms = [NonFiniteTerms](repeating: [], count: columns)
          NonFiniteTerms.insert(x, inputKernel, into: &terms)
          for (column, value) in bias.enumerated() { terms[column].insert(productOf: value, 1.0) }
          nonFinite[index] = terms
        }
      }
    }
    self.walk = walk
    self.nonFinite = nonFinite
    inputProducts = stored
  }

  /// What non-finite terms x·K + b has in each column at a (processing step, row); empty where it has none.
  func inputNonFinite(_ index: Int) -> [NonFiniteTerms] { nonFinite.isEmpty ? [] : nonFinite[index] }
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
