internal import LSTMContract

extension ArithmeticModel {
  /// Whether the model allows some error that the default of its scalar type does not.
  var isWiderThanDefault: Bool {
    let usual = ArithmeticModel(scalar: scalar)
    let bounds: [KeyPath<ArithmeticModel, Double>] = [
      \.unitRoundoff, \.accumulatorRoundoff, \.operandRoundoff, \.storageRoundoffH, \.storageRoundoffC,
      \.smallestNormal,
      \.sigmoid.relative, \.sigmoid.absolute, \.tanh.relative, \.tanh.absolute,
    ]
    return bounds.contains { self[keyPath: $0] > usual[keyPath: $0] } || truncatingAccumulator || flushesToZero
      || denormalsAreZero || largestFinite < usual.largestFinite
  }
}

extension LSTMSubject {
  /// Whether it declares more than the default in one of its scalar types.
  var isWiderThanDefault: Bool { scalars.contains { model($0)?.isWiderThanDefault ?? false } }
}
