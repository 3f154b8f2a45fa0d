public import LSTMContract

/// An LSTM over OpenBLAS: one matrix product for all inputs, one for each step's state; a single row is a product of a
/// vector and a matrix.
///
/// OpenBLAS is set to one thread, so that the bits do not depend on the machine's number of cores; they do depend on
/// the kernels that it chose for the processor, which `runtime` names. Activations have their own vectors. Deliberately
/// not here: any arithmetic in common with the other backends.
public struct BLASBackend<Scalar: LSTMScalar>: LSTMLayerBackend {
  /// A backend without state.
  public init() {}

  /// `blas`.
  public var name: String { "blas" }

  /// False: it is shipped.
  public var isOutside: Bool { false }

  /// Round to nearest throughout, sigmoid and tanh within 6 u.
  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// A refusal where a dimension of a matrix is beyond the 32-bit integers of cblas.
  public func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? {
    refusal(of: problem.shape, layout: problem.options.layout)
  }

  /// A refusal where problems of these sizes have a matrix whose dimension is beyond the 32-bit integers of cblas.
  public func refusal(of shape: LSTMShape, layout: AxisLayout) -> Refusal? {
    refusalOfDimensions(shape, layout: layout)
  }

  /// Writes every element of `answer`; `runtime` becomes, for instance, `blas/OpenBLAS 0.3.21 Haswell`.
  ///
  /// - Complexity: O(T·B·H·(I + H)) time, O(T·B·H) scratch memory.
  /// - Throws: the `Refusal` of a problem that it refuses.
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    var layer = try makeLayer(problem.parameters)
    try layer.run(problem.sequences, into: &answer)
  }

  /// A layer that keeps its work space from call to call; a call allocates only where it needs more than those before.
  public func makeLayer(_ parameters: LSTMParameters<Scalar>) throws -> any LSTMLayer<Scalar> {
    let layer: (any LSTMLayer<Scalar>)? =
      if let parameters = parameters as? LSTMParameters<Float> {
        BLASLayer(parameters) as? any LSTMLayer<Scalar>
      } else if let parameters = parameters as? LSTMParameters<Double> {
        BLASLayer(parameters) as? any LSTMLayer<Scalar>
      } else {
        nil
      }
    guard let layer else { preconditionFailure("LSTMScalar is Float or Double") }
    return layer
  }
}
