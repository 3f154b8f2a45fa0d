/// The five results of `standardLSTM`, with their shapes.
public struct StandardLSTMResult<Scalar: LSTMScalar>: Sendable {
  /// [B, H].
  public let lastOutput: Tensor<Scalar>
  /// [T, B, H] or [B, T, H], in the layout of the input.
  public let outputs: Tensor<Scalar>
  /// Final h, [B, H].
  public let state0: Tensor<Scalar>
  /// Final c, [B, H].
  public let state1: Tensor<Scalar>
  /// The code path that really ran.
  public let runtime: String
}

/// The standard LSTM of the founding document, over any backend: equations E1 to E16.
///
/// - Parameters:
///   - inputs: x, [T, B, I] or [B, T, I].
///   - initialH: h0, [B, H].
///   - initialC: c0, [B, H].
///   - inputKernel: K, [I, 4H], gates packed i, f, j, o.
///   - hiddenKernel: R, [H, 4H].
///   - bias: b, [4H], or nil.
///   - tanhActivation: activation of candidate and cell state.
///   - sigmoidActivation: activation of the gates.
///   - mask: [T, B] or [B, T] in the layout of `inputs`, true where the step counts; nil: every step counts.
///   - timeMajor: whether `inputs`, `mask` and the outputs are [T, B, ...].
///   - goBackwards: process the sequence from its end; outputs stay in processing order.
///   - zeroOutputForMask: the output of a masked step is 0 instead of the previous output.
///   - backend: what computes it.
/// - Throws: `LSTMProblemError` where the arrays do not fit, `Refusal` where the backend does not support the
///   problem, and what the backend throws.
public func standardLSTM<Scalar>(
  inputs: Tensor<Scalar>, initialH: Tensor<Scalar>, initialC: Tensor<Scalar>, inputKernel: Tensor<Scalar>,
  hiddenKernel: Tensor<Scalar>, bias: Tensor<Scalar>?, tanhActivation: Activation = .tanh,
  sigmoidActivation: Activation = .sigmoid, mask: Tensor<Bool>? = nil, timeMajor: Bool = false,
  goBackwards: Bool = false, zeroOutputForMask: Bool = false, on backend: any LSTMBackend<Scalar>
) throws -> StandardLSTMResult<Scalar> {
  let problem = try LSTMProblem(
    input: inputs, initialH: initialH, initialC: initialC, inputKernel: inputKernel, hiddenKernel: hiddenKernel,
    bias: bias, mask: mask,
    options: LSTMOptions(
      layout: timeMajor ? .timeMajor : .batchMajor, goBackwards: goBackwards, zeroOutputForMask: zeroOutputForMask,
      tanhActivation: tanhActivation, sigmoidActivation: sigmoidActivation))
  if let refusal = backend.refusal(of: problem) { throw refusal }
  let answer = try backend.answer(problem)
  let state = [problem.shape.batch, problem.shape.units]
  return StandardLSTMResult(
    lastOutput: Tensor(unchecked: state, elements: answer.lastOutput),
    outputs: Tensor(unchecked: problem.leadingShape + [problem.shape.units], elements: answer.outputs),
    state0: Tensor(unchecked: state, elements: answer.finalH),
    state1: Tensor(unchecked: state, elements: answer.finalC), runtime: answer.runtime)
}
