public import LSTMContract

/// An LSTM over OpenBLAS: one matrix product for all inputs, one for each step's state.
///
/// OpenBLAS is set to one thread, so that the bits do not depend on the machine's number of cores; they do depend on
/// the kernels that it chose for the processor, which `runtime` names. Activations go through `expm1`. Deliberately
/// not here: any arithmetic in common with the other backends.
public struct BLASBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// A backend without state.
  public init() {}

  /// `blas`.
  public var name: String { "blas" }

  /// Round to nearest throughout, sigmoid and tanh within 6 u.
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// A refusal where a dimension of a matrix is beyond the 32-bit integers of cblas.
  public func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? {
    refusal(of: problem.shape, layout: problem.options.layout)
  }

  /// A refusal where problems of these sizes have a matrix whose dimension is beyond the 32-bit integers of cblas.
  public func refusal(of shape: LSTMShape, layout: AxisLayout) -> Refusal? {
    let positions = shape.timeSteps * shape.batch
    guard positions > 0 else { return nil }
    let gates = 4 * shape.units
    let rowDistance = layout == .timeMajor ? gates : shape.timeSteps * gates
    for (meaning, size) in [
      ("T*B", positions), ("I", shape.inputSize), ("4*H", gates), ("the distance of two rows, T*4*H", rowDistance),
    ] where size > Int(Int32.max) {
      return Refusal("blas: \(meaning) = \(size) at \(shape), and cblas takes at most \(Int32.max)")
    }
    return nil
  }

  /// Writes every element of `answer`; `runtime` becomes, for instance, `blas/OpenBLAS 0.3.21 Haswell`.
  ///
  /// - Complexity: O(T·B·H·(I + H)) time, O(T·B·H) scratch memory.
  /// - Throws: the `Refusal` of a problem that it refuses.
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    if let refusal = refusal(of: problem) { throw refusal }
    // Read before the first product: it also sets the number of threads.
    let library = OpenBLAS.description
    switch AnyLSTMProblem(problem) {
    case .float(let problem): install(answerByProducts(problem), in: &answer)
    case .double(let problem): install(answerByProducts(problem), in: &answer)
    }
    answer.runtime = "blas/\(library)"
  }

  /// Moves arrays of the concrete scalar type, which is `Scalar` under another name, into the answer.
  private func install<Concrete: LSTMScalar>(
    _ results: LSTMAnswer<Concrete>, in answer: inout LSTMAnswer<Scalar>
  ) {
    guard let results = results as? LSTMAnswer<Scalar> else {
      preconditionFailure("the answer has the scalar type of the problem")
    }
    for part in AnswerPart.allCases { answer[part] = results[part] }
  }
}
