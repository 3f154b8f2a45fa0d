internal import CLSTMKernels
internal import LSTMContract

/// The C kernels for one instruction set, with the scalar type that their untyped pointers stand for.
struct Kernels<Scalar: LSTMScalar>: @unchecked Sendable {
  /// Addresses of functions without state.
  private let functions: clstm_kernels

  /// The kernels, or nil where none are compiled for this architecture.
  init?(_ instructionSet: InstructionSet) {
    let scalar = Scalar.kind == .float ? clstm_scalar_float : clstm_scalar_double
    guard let functions = clstm_kernels_for(instructionSet.identifier, scalar) else { return nil }
    self.functions = functions.pointee
  }

  /// V, the number of elements of a vector.
  var lanes: Int { functions.lanes }

  /// z[n] = bias + x[n]·W for `rows` rows; row n of panel p of z starts at p·zStride + n·4V.
  func accumulate(
    rows: Int, _ x: UnsafePointer<UnsafeRawPointer>, depth: Int, packed: UnsafePointer<Scalar>, panels: Int,
    bias: UnsafePointer<Scalar>?, into z: UnsafeMutablePointer<Scalar>, zStride: Int
  ) {
    functions.accumulate(rows, x, depth, packed, panels, bias, z, zStride)
  }

  /// The product with h, added to z, and E2 to E7 for `rows` rows of some panels; c is replaced in place.
  func step(
    rows: Int, h: UnsafePointer<UnsafeRawPointer>, depth: Int, packed: UnsafePointer<Scalar>, panels: Range<Int>,
    z: UnsafeMutablePointer<Scalar>, zStride: Int, c: UnsafePointer<UnsafeMutableRawPointer>,
    nextH: UnsafePointer<UnsafeMutableRawPointer>, options: LSTMOptions
  ) {
    functions.step(
      rows, h, depth, packed, panels.lowerBound, panels.upperBound, z, zStride, c, nextH,
      options.tanhActivation.identifier, options.sigmoidActivation.identifier)
  }

  /// The activation of each value, as `step` computes it.
  func evaluate(
    _ activation: Activation, _ x: UnsafePointer<Scalar>, count: Int, into y: UnsafeMutablePointer<Scalar>
  ) {
    functions.evaluate(count, x, y, activation.identifier)
  }

  /// Packs a kernel [depth, 4 units] (a bias has depth 1) into panels of whole vectors; padding becomes 0.
  func pack(_ kernel: UnsafePointer<Scalar>, depth: Int, units: Int, into packed: UnsafeMutablePointer<Scalar>) {
    functions.pack(depth, units, kernel, packed)
  }
}
