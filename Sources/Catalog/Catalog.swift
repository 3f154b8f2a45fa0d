internal import BLASBackend
public import LSTMContract
internal import NaiveBackend
internal import SIMDBackend

/// The implementations that this package ships.
public enum Catalog {
  /// The version of the package.
  public static let version = "0.1.0"

  /// One line for each backend: conformance tests, the command and the benchmarks pick it up from here.
  public static let backends: [LSTMSubject] = [
    LSTMSubject(name: "naive", float: NaiveBackend<Float>(), double: NaiveBackend<Double>()),
    LSTMSubject(name: "simd", float: SIMDBackend<Float>(), double: SIMDBackend<Double>()),
    LSTMSubject(name: "blas", float: BLASBackend<Float>(), double: BLASBackend<Double>()),
  ]

  /// The SIMD backend with each instruction set that this processor runs, under names such as `simd/avx2`.
  public static let forcedInstructionSets: [LSTMSubject] = InstructionSet.allCases.compactMap { set in
    guard let float = try? SIMDBackend<Float>(instructionSet: set),
      let double = try? SIMDBackend<Double>(instructionSet: set)
    else { return nil }
    return LSTMSubject(name: "simd/\(set.rawValue)", float: float, double: double)
  }
}
