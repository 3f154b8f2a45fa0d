/// The four sizes of an LSTM problem.
public struct LSTMShape: Hashable, Sendable, Codable {
  /// T, the number of time steps; 0 is allowed.
  public let timeSteps: Int
  /// B, the number of sequences; 0 is allowed.
  public let batch: Int
  /// I, the number of input features; at least 1.
  public let inputSize: Int
  /// H, the number of units; at least 1.
  public let units: Int

  /// - Throws: `LSTMProblemError` where a size is negative, I or H is 0, or an array of the problem would overflow.
  public init(timeSteps: Int, batch: Int, inputSize: Int, units: Int) throws(LSTMProblemError) {
    self.timeSteps = timeSteps
    self.batch = batch
    self.inputSize = inputSize
    self.units = units
    let all = [timeSteps, batch, inputSize, units]
    guard all.allSatisfy({ $0 >= 0 }) else { throw .negativeSize(array: LSTMProblemError.sizes, shape: all) }
    guard inputSize > 0 else { throw .emptyAxis(array: LSTMProblemError.sizes, shape: all, axis: "I") }
    guard units > 0 else { throw .emptyAxis(array: LSTMProblemError.sizes, shape: all, axis: "H") }
    guard units <= Int.max / 4 else { throw .overflow(array: LSTMProblemError.sizes, shape: [4, units]) }
    _ = try elementCount(of: [timeSteps, batch, inputSize], array: "input")
    _ = try elementCount(of: [timeSteps, batch, units], array: "outputs")
    _ = try elementCount(of: [timeSteps, batch, 4, units], array: "pre-activations")
    _ = try elementCount(of: [inputSize, 4, units], array: "input_kernel")
    _ = try elementCount(of: [units, 4, units], array: "hidden_kernel")
  }
}

extension LSTMShape {
  /// P, the width of h and of the outputs.
  @inlinable public var outputSize: Int { units }
  /// 4H, the columns of the kernels: four gates of H units.
  @inlinable public var gateColumns: Int { 4 * units }
}

extension LSTMShape: CustomStringConvertible {
  public var description: String { "T\(timeSteps) B\(batch) I\(inputSize) H\(units)" }
}
