internal import LSTMContract

/// The sizes of the arrays that one call needs beside problem and answer, and where they stand in one allocation.
struct ScratchLayout {
  /// P, vectors' worth of units.
  let panels: Int
  /// P V: elements of a padded row of h or c.
  let stateStride: Int
  /// 4 P V: elements of a padded row of pre-activations.
  let gateStride: Int
  /// Steps whose pre-activations are held at a time.
  let stepsAtOnce: Int

  let inputKernel: Int
  let hiddenKernel: Int
  let bias: Int
  let h: Int
  let c: Int
  let z: Int
  /// All elements.
  let count: Int

  /// - Parameter zBytes: pre-activations are held for as many steps as fit, and for one at least.
  init<Scalar: LSTMScalar>(_ shape: LSTMShape, of type: Scalar.Type, lanes: Int, zBytes: Int = 512 << 10) {
    panels = (shape.units + lanes - 1) / lanes
    stateStride = panels * lanes
    gateStride = 4 * stateStride
    let stepBytes = max(shape.batch * gateStride * MemoryLayout<Scalar>.stride, 1)
    stepsAtOnce = max(1, min(shape.timeSteps, zBytes / stepBytes))
    inputKernel = 0
    hiddenKernel = inputKernel + shape.inputSize * gateStride
    bias = hiddenKernel + shape.units * gateStride
    h = bias + gateStride
    c = h + shape.batch * stateStride
    z = c + shape.batch * stateStride
    count = z + stepsAtOnce * shape.batch * gateStride
  }
}
