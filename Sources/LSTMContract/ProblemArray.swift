/// One of the arrays of real numbers of a problem, by the name that files, the C interface and messages give it.
public enum ProblemArray: String, CaseIterable, Sendable {
  /// x: [T, B, I] or [B, T, I].
  case input
  /// h0: [B, H].
  case initialH = "initial_h"
  /// c0: [B, H].
  case initialC = "initial_c"
  /// K: [I, 4H].
  case inputKernel = "input_kernel"
  /// R: [H, 4H].
  case hiddenKernel = "hidden_kernel"
  /// b: [4H], or none.
  case bias

  /// The name.
  public var name: String { rawValue }
}

extension LSTMProblem {
  /// One of the arrays; nil where the problem has no bias.
  public subscript(array: ProblemArray) -> Tensor<Scalar>? {
    switch array {
    case .input: input
    case .initialH: initialH
    case .initialC: initialC
    case .inputKernel: inputKernel
    case .hiddenKernel: hiddenKernel
    case .bias: bias
    }
  }

  /// The arrays that the problem has, in order.
  public var arrays: [(array: ProblemArray, tensor: Tensor<Scalar>)] {
    ProblemArray.allCases.compactMap { array in self[array].map { (array, $0) } }
  }

  /// The same problem with one array replaced.
  ///
  /// - Throws: `LSTMProblemError` where the replacement does not fit.
  public func replacing(_ array: ProblemArray, with tensor: Tensor<Scalar>) throws(LSTMProblemError) -> LSTMProblem {
    switch array {
    case .input: try replacing(input: tensor)
    case .initialH: try replacing(initialH: tensor)
    case .initialC: try replacing(initialC: tensor)
    case .inputKernel: try replacing(inputKernel: tensor)
    case .hiddenKernel: try replacing(hiddenKernel: tensor)
    case .bias: try replacing(bias: .some(tensor))
    }
  }
}
