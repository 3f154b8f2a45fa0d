internal import CLSTMOracle
internal import LSTMContract

/// The part of a problem that every subject's trial shares: kernels with their facts, and x·K + b of every step that
/// counts.
struct PreparedProblem<Scalar: OracleScalar>: Sendable {
  let problem: LSTMProblem<Scalar>
  let walk: SequenceWalk
  let inputKernel: PreparedKernel<Scalar>
  let hiddenKernel: PreparedKernel<Scalar>
  /// The units that are judged, by rising number; nil where all are.
  let units: [Int]?
  private let bias: [Scalar]
  private let biasSums: StoredProducts
  /// For each (processing step, row) that counts: x·K + b; nil where it is formed anew each time.
  private var stored: StoredProducts?
  /// Whether x·K + b can have terms that are not finite.
  private let hasNonFinite: Bool

  /// More bytes of sums than these are not kept.
  private static var mostBytes: Int { 1 << 25 }
  /// How many steps and rows are formed together.
  private static var tileRows: Int { 32 }

  /// - Parameter keepsSums: whether x·K + b is formed once for all trials, where it is not too large.
  init(_ problem: LSTMProblem<Scalar>, keepsSums: Bool = true) {
    self.init(
      problem, PreparedKernel(problem.inputKernel), PreparedKernel(problem.hiddenKernel), problem.bias?.elements ?? [],
      units: nil, keepsSums: keepsSums)
  }

  /// Some of the units of a problem, which are judged on the h of all of them.
  init(_ prepared: PreparedProblem<Scalar>, units: [Int]) {
    let (all, bias) = (prepared.problem.shape.units, prepared.bias)
    self.init(
      prepared.problem, PreparedKernel(prepared.inputKernel, units: units),
      PreparedKernel(prepared.hiddenKernel, units: units),
      bias.isEmpty ? [] : (0..<4).flatMap { gate in units.map { bias[gate * all + $0] } }, units: units,
      keepsSums: false)
  }

  private init(
    _ problem: LSTMProblem<Scalar>, _ inputKernel: PreparedKernel<Scalar>, _ hiddenKernel: PreparedKernel<Scalar>,
    _ bias: [Scalar], units: [Int]?, keepsSums: Bool
  ) {
    (self.problem, self.inputKernel, self.hiddenKernel) = (problem, inputKernel, hiddenKernel)
    (self.bias, self.units) = (bias, units)
    walk = SequenceWalk(problem)
    let (shape, columns) = (problem.shape, inputKernel.columns)
    let facts = problem.input.elements.withUnsafeBufferPointer { input in
      input.baseAddress.map { Scalar.facts($0, input.count) } ?? clstm_oracle_facts()
    }
    hasNonFinite = facts.has_non_finite || !inputKernel.isFinite || !bias.allSatisfy(\.isFinite)
    let biasHasSubnormals = bias.contains(where: \.isSubnormal)
    let products = RowProducts(columns: columns)
    products.add(bias: bias)
    biasSums = StoredProducts(rows: 1, columns: columns, keepsLow: false, keepsSubnormals: biasHasSubnormals)
    biasSums.store(products, at: 0)
    let (rows, keepsLow) = (shape.timeSteps * shape.batch, Scalar.usesPairs)
    guard keepsSums, StoredProducts.bytes(rows: rows, columns: columns, keepsLow: keepsLow) <= Self.mostBytes else {
      return
    }
    let sums = StoredProducts(
      rows: rows, columns: columns, keepsLow: keepsLow,
      keepsSubnormals: facts.has_subnormals || inputKernel.hasSubnormals || biasHasSubnormals)
    store(in: sums)
    stored = sums
  }

  /// How many units are judged.
  var judgedUnits: Int { units?.count ?? problem.shape.units }

  private func store(in sums: StoredProducts) {
    let (shape, columns) = (problem.shape, inputKernel.columns)
    let tileRows = min(Self.tileRows, shape.timeSteps * shape.batch)
    let tile = ProductTile(rows: tileRows, columns: columns, operands: shape.inputSize)
    let scratch = Operands(capacity: shape.inputSize)
    var waiting: [StepOfRow] = []
    func storeWaiting() {
      addInput(to: tile, waiting, scratch, inDouble: false)
      for (place, step) in waiting.enumerated() { sums.store(tile.rows[place], at: position(step)) }
      waiting.removeAll(keepingCapacity: true)
    }
    for step in 0..<shape.timeSteps {
      for row in 0..<shape.batch where walk.isUsed(step: step, row: row) {
        waiting.append(StepOfRow(step: step, row: row))
        if waiting.count == tileRows { storeWaiting() }
      }
    }
    if !waiting.isEmpty { storeWaiting() }
  }

  private func position(_ step: StepOfRow) -> Int { step.step * problem.shape.batch + step.row }

  /// x[t(s)].
  private func input(_ step: StepOfRow, in input: UnsafeBufferPointer<Scalar>) -> UnsafeBufferPointer<Scalar> {
    let start = walk.inputPosition(step: step.step, row: step.row) * problem.shape.inputSize
    return UnsafeBufferPointer(rebasing: input[start..<start + problem.shape.inputSize])
  }

  /// Overwrites the first rows of a tile with x·K + b of so many steps.
  ///
  /// - Parameter inDouble: see `ProductTile.add`; nothing that was stored is used then.
  func load(_ steps: [StepOfRow], into tile: ProductTile, _ scratch: Operands, inDouble: Bool) {
    guard let stored, !inDouble || !Scalar.usesPairs else {
      addInput(to: tile, steps, scratch, inDouble: inDouble)
      return
    }
    for (place, step) in steps.enumerated() { stored.load(position(step), into: tile.rows[place]) }
  }

  /// Overwrites a row of sums with x·K + b of one step.
  func load(_ step: StepOfRow, into products: RowProducts, _ scratch: Operands) {
    if let stored {
      stored.load(position(step), into: products)
      return
    }
    biasSums.load(0, into: products)
    problem.input.elements.withUnsafeBufferPointer { scratch.take(input(step, in: $0)) }
    products.add(scratch, kernel: inputKernel, countsSubnormals: true)
  }

  private func addInput(to tile: ProductTile, _ steps: [StepOfRow], _ scratch: Operands, inDouble: Bool) {
    for place in steps.indices { biasSums.load(0, into: tile.rows[place]) }
    problem.input.elements.withUnsafeBufferPointer { values in
      tile.add(
        toFirst: steps.count, kernel: inputKernel, with: scratch, countsSubnormals: true, inDouble: inDouble,
        values: { input(steps[$0], in: values) }, taken: { _, _ in })
    }
  }

  /// What non-finite terms x·K + b has in each column at a step; empty where it has none.
  func inputNonFinite(_ step: StepOfRow) -> [NonFiniteTerms] {
    guard hasNonFinite else { return [] }
    return problem.input.elements.withUnsafeBufferPointer { values in
      let x = input(step, in: values)
      guard !inputKernel.isFinite || !x.allSatisfy(\.isFinite) || !bias.allSatisfy(\.isFinite) else { return [] }
      var terms = [NonFiniteTerms](repeating: [], count: inputKernel.columns)
      NonFiniteTerms.insert(x, inputKernel, into: &terms)
      for (column, value) in bias.enumerated() { terms[column].insert(productOf: value, 1.0) }
      return terms
    }
  }
}

/// A processing step of a row of the batch.
struct StepOfRow {
  var step: Int
  var row: Int
}
