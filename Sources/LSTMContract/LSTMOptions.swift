/// The order of the first two axes of the input, the outputs and the mask.
public enum AxisLayout: String, CaseIterable, Codable, Sendable {
  /// [T, B, ...].
  case timeMajor = "time_major"
  /// [B, T, ...].
  case batchMajor = "batch_major"
}

/// Where the output of processing step s stands (E11).
public enum OutputOrder: String, CaseIterable, Codable, Sendable {
  /// outputs[s] = y_s: with `goBackwards`, outputs[0] belongs to the last input.
  case processing
  /// outputs[t(s)] = y_s: each output stands beside its input.
  case aligned
}

/// What an LSTM is asked to do with its arrays.
public struct LSTMOptions: Hashable, Sendable, Codable {
  /// Layout of input, outputs and mask.
  public var layout: AxisLayout
  /// Process the sequence from its last step to its first; the mask is reversed with it (E8).
  public var goBackwards: Bool
  /// Where the outputs stand (E11).
  public var outputOrder: OutputOrder
  /// The output of a masked step is 0 instead of the previous output (E10).
  public var zeroOutputForMask: Bool
  /// Activation of the candidate (E4) and of the cell state (E7).
  public var tanhActivation: Activation
  /// Activation of the gates i, f and o (E2, E3, E5).
  public var sigmoidActivation: Activation

  /// The options of the standard LSTM unless told otherwise.
  public init(
    layout: AxisLayout = .batchMajor, goBackwards: Bool = false, outputOrder: OutputOrder = .processing,
    zeroOutputForMask: Bool = false, tanhActivation: Activation = .tanh, sigmoidActivation: Activation = .sigmoid
  ) {
    self.layout = layout
    self.goBackwards = goBackwards
    self.outputOrder = outputOrder
    self.zeroOutputForMask = zeroOutputForMask
    self.tanhActivation = tanhActivation
    self.sigmoidActivation = sigmoidActivation
  }
}
