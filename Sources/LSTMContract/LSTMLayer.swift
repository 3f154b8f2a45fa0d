/// One layer made ready for many calls: what can be done with the parameters alone is done once.
///
/// A layer is a value. A copy gives the same bits as the original, and copies may run at the same time. A call may keep
/// memory for the next one, which is why it mutates; no result depends on the calls before it.
public protocol LSTMLayer<Scalar>: Sendable {
  /// The scalar type in which it stores its arrays.
  associatedtype Scalar: LSTMScalar

  /// I, the number of input features that it takes.
  var inputSize: Int { get }

  /// H, the number of its units.
  var units: Int { get }

  /// Writes every element of `answer`, whose arrays have the sizes of the sequences and any content: the bits that the
  /// backend's `run` gives to the problem of these sequences and the layer's parameters.
  ///
  /// - Throws: `LSTMProblemError` where the sequences have other sizes than the layer, or the answer other sizes than
  ///   the sequences; and what the backend throws.
  mutating func run(_ sequences: LSTMSequences<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws
}

extension LSTMLayer {
  /// - Throws: `LSTMProblemError` where a call's arrays do not fit the layer or each other.
  public func check(
    _ sequences: LSTMSequences<Scalar>, against answer: LSTMAnswer<Scalar>
  ) throws(LSTMProblemError) {
    let shape = sequences.shape
    guard shape.inputSize == inputSize else {
      throw .wrongShape(
        array: "input", found: sequences.input.shape, expected: Array(sequences.input.shape.prefix(2)) + [inputSize])
    }
    guard shape.units == units else {
      throw .wrongShape(array: "initial_h", found: sequences.initialH.shape, expected: [shape.batch, units])
    }
    for part in AnswerPart.allCases {
      let (count, expected) = (answer[part].count, part.shape(in: shape, layout: sequences.options.layout))
      guard count == expected.reduce(1, *) else {
        throw .wrongCount(array: part.rawValue, found: count, shape: expected)
      }
    }
  }
}

/// A backend that prepares layers.
public protocol LSTMLayerBackend<Scalar>: LSTMBackend {
  /// A layer with these parameters.
  ///
  /// - Throws: what keeps the backend from preparing it.
  func makeLayer(_ parameters: LSTMParameters<Scalar>) throws -> any LSTMLayer<Scalar>
}
