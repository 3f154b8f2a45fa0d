extension Tensor {
  /// - Throws: `LSTMProblemError.wrongShape` where the array's shape is not the expected one.
  func require(shape expected: [Int], named name: String) throws(LSTMProblemError) {
    guard shape == expected else { throw .wrongShape(array: name, found: shape, expected: expected) }
  }
}
