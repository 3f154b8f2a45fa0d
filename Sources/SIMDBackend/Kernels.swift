internal import CLSTMKernels
internal import LSTMContract

/// The C kernels for one instruction set, with the scalar type that their untyped pointers stand for.
struct Kernels<Scalar: LSTMScalar> {
  private let functions: clstm_kernels

  /// The kernels, or nil where none are compiled for this architecture.
  init?(_ instructionSet: InstructionSet) {
    let scalar = Scalar.kind == .float ? clstm_scalar_float : clstm_scalar_double
    guard let functions = clstm_kernels_for(instructionSet.identifier, scalar) else { return nil }
    self.functions = functions.pointee
  }

  /// V, the number of elements of a vector.
  var lanes: Int { functions.lanes }

  /// z[n] = start + x[n]·W for `rows` consecutive rows of z; start is `bias`, or z[n] itself where that is nil.
  func accumulate(
    rows: Int, _ x: UnsafePointer<UnsafeRawPointer>, depth: Int, packed: UnsafePointer<Scalar>, panels: Int,
    bias: UnsafePointer<Scalar>?, into z: UnsafeMutablePointer<Scalar>
  ) {
    functions.accumulate(rows, x, depth, packed, panels, bias, z)
  }

  /// E2 to E7 of one row, in place.
  func cell(
    panels: Int, z: UnsafePointer<Scalar>, c: UnsafeMutablePointer<Scalar>, h: UnsafeMutablePointer<Scalar>,
    options: LSTMOptions
  ) {
    functions.cell(panels, z, c, h, options.tanhActivation.identifier, options.sigmoidActivation.identifier)
  }

  /// Packs a kernel [depth, 4 units] (a bias has depth 1) into panels of whole vectors; padding becomes 0.
  func pack(_ kernel: UnsafePointer<Scalar>, depth: Int, units: Int, into packed: UnsafeMutablePointer<Scalar>) {
    clstm_pack(MemoryLayout<Scalar>.size, lanes, depth, units, kernel, packed)
  }
}
