internal import CLSTMKernels

/// A set of vector instructions for which the kernels are built.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// What every processor of the architecture has; on x86-64 SSE2, without fused multiply-add.
  case baseline
  /// x86-64-v3: 256 bits, fused multiply-add.
  case avx2
  /// x86-64-v4: 512 bits, fused multiply-add.
  case avx512

  var kernels: clstm_instruction_set {
    switch self {
    case .baseline: CLSTM_BASELINE
    case .avx2: CLSTM_AVX2
    case .avx512: CLSTM_AVX512
    }
  }

  /// Whether this processor runs it.
  public var isSupported: Bool { clstm_supports(kernels) != 0 }

  /// The widest that this processor runs.
  public static let best: InstructionSet = allCases.last(where: \.isSupported) ?? .baseline
}

/// An instruction set that this processor does not run.
public struct UnsupportedInstructionSet: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let instructionSet: InstructionSet
  public var description: String { "this processor does not run \(instructionSet.rawValue)" }
}
