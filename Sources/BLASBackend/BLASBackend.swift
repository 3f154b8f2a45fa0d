/// An LSTM over OpenBLAS: one matrix product for all inputs, one for the state of each step.
///
/// It shares no arithmetic with the other backends: products are OpenBLAS's, sigmoid goes through tanh, and tanh
/// through expm1.
public import LSTMContract

/// The LSTM of E1 to E16 with its products in OpenBLAS, on one thread.
public struct BLASBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// A backend; OpenBLAS is set to one thread.
  public init() { OpenBLAS.useOneThread }

  public var name: String { "blas" }

  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// OpenBLAS counts in 32 bits.
  public func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? {
    let shape = problem.shape
    let sizes = [
      shape.timeSteps * shape.batch, shape.inputSize, 4 * shape.units,
      shape.timeSteps.multipliedReportingOverflow(by: 4 * shape.units).partialValue,
    ]
    return sizes.allSatisfy { $0 >= 0 && $0 <= Int(Int32.max) }
      ? nil : Refusal("a size above 2^31 - 1 does not fit OpenBLAS's integers: \(shape)")
  }

  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    if let refusal = refusal(of: problem) { throw refusal }
    switch AnyLSTMProblem(problem) {
    case .float(let problem): store(ProductSequence(problem).answer(), in: &answer)
    case .double(let problem): store(ProductSequence(problem).answer(), in: &answer)
    }
  }

  private func store<Other: LSTMScalar>(_ result: LSTMAnswer<Other>, in answer: inout LSTMAnswer<Scalar>) {
    guard let result = result as? LSTMAnswer<Scalar> else { preconditionFailure("the scalar type of the problem") }
    answer = result
  }
}
