internal import LSTMContract

/// A layer over OpenBLAS. The library orders matrices anew in every product, so all that a layer keeps is its work space.
struct BLASLayer<Scalar: MatrixScalar>: LSTMLayer {
  let parameters: LSTMParameters<Scalar>
  private let runtime: String
  private var work: [Scalar] = []

  var inputSize: Int { parameters.inputSize }
  var units: Int { parameters.units }

  init(_ parameters: LSTMParameters<Scalar>) {
    self.parameters = parameters
    // Read before the first product: it also sets the number of threads.
    runtime = "blas/\(OpenBLAS.description)"
  }

  /// - Throws: `LSTMProblemError` where the arrays do not fit the layer; a `Refusal` where a dimension is beyond cblas.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  mutating func run(_ sequences: LSTMSequences<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try check(sequences, against: answer)
    if let refusal = refusalOfDimensions(sequences.shape, layout: sequences.options.layout) { throw refusal }
    let recurrence = MatrixRecurrence(sequences, parameters)
    if work.count < recurrence.workCount { work = Array(repeating: 0, count: recurrence.workCount) }
    recurrence.fill(&answer, work: &work)
    answer.runtime = runtime
  }
}

/// A refusal where problems of these sizes have a matrix whose dimension is beyond the 32-bit integers of cblas.
func refusalOfDimensions(_ shape: LSTMShape, layout: AxisLayout) -> Refusal? {
  let positions = shape.timeSteps * shape.batch
  guard positions > 0 else { return nil }
  let gates = shape.gateColumns
  let rowDistance = layout == .timeMajor ? gates : shape.timeSteps * gates
  for (meaning, size) in [
    ("T*B", positions), ("I", shape.inputSize), ("4*H", gates), ("the distance of two rows, T*4*H", rowDistance),
  ] where size > Int(Int32.max) {
    return Refusal("blas: \(meaning) = \(size) at \(shape), and cblas takes at most \(Int32.max)")
  }
  return nil
}
