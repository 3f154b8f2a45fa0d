internal import CLSTMOracle
internal import LSTMContract

/// The constants of a model that every radius uses, formed once (R3).
struct RadiusModel {
  let model: ArithmeticModel
  /// The same constants for the functions over arrays.
  let constants: clstm_oracle_model
  /// The largest error of one operation by underflow: the smallest subnormal of the narrowest format in use, or its
  /// smallest normal where subnormal results are flushed to zero or read as zero. Storage coarser than u has longer subnormals.
  let underflow: Double

  /// - Parameter referenceRoundoff: u_r of the oracle under this subject.
  init(_ model: ArithmeticModel, tier: RadiusTier = .rigorous, referenceRoundoff: Double) {
    self.model = model
    // A wider accumulator is declared as u: the sum is rounded to u at the end.
    let accumulator = max(model.accumulatorRoundoff, model.unitRoundoff)
    let coarsest = max(
      accumulator, model.operandRoundoff, model.storageRoundoffH, model.storageRoundoffC)
    underflow =
      model.flushesToZero || model.denormalsAreZero ? model.smallestNormal : model.smallestNormal * 2 * coarsest
    constants = clstm_oracle_model(
      roundoff: model.unitRoundoff, accumulator: accumulator, product: max(model.unitRoundoff, accumulator),
      operands: 2 * model.operandRoundoff + model.operandRoundoff * model.operandRoundoff,
      reference: referenceRoundoff, underflow: underflow, smallest_normal: model.smallestNormal,
      domain: model.largestFinite / 2, storage_h: model.storageRoundoffH, storage_c: model.storageRoundoffC,
      sigmoid_relative: model.sigmoid.relative, sigmoid_absolute: model.sigmoid.absolute,
      tanh_relative: model.tanh.relative, tanh_absolute: model.tanh.absolute,
      truncates: model.truncatingAccumulator, flushes_to_zero: model.flushesToZero,
      denormals_are_zero: model.denormalsAreZero, is_statistical: tier == .statistical)
  }

  /// The rounding of the radius arithmetic itself (R19), outside of the functions over arrays.
  static var inflation: Double { 1 + 1e-9 }
}

extension Activation {
  var oracleCode: clstm_oracle_activation {
    switch kind {
    case .sigmoid: clstm_oracle_sigmoid
    case .tanh: clstm_oracle_tanh
    case .hardSigmoid where self == .hardSigmoidFifth: clstm_oracle_hard_sigmoid_fifth
    case .hardSigmoid: clstm_oracle_hard_sigmoid_sixth
    case .relu: clstm_oracle_relu
    case .identity: clstm_oracle_identity
    }
  }
}
