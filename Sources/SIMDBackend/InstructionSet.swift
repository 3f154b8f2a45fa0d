internal import CLSTMKernels

/// An instruction set for which the vector kernels are compiled, narrowest first.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// What every machine of the architecture has: 128-bit vectors (SSE2 on x86-64, NEON on arm64).
  case baseline
  /// x86-64-v3: 256-bit vectors and fused multiply-add.
  case avx2
  /// x86-64-v4: 512-bit vectors and fused multiply-add.
  case avx512
}

extension InstructionSet {
  /// Whether the kernels are compiled for this architecture and this processor can run them.
  public var isSupported: Bool { clstm_supported(identifier) }

  /// The widest that this processor supports.
  public static var best: InstructionSet { allCases.last(where: \.isSupported) ?? .baseline }

  var identifier: clstm_isa {
    switch self {
    case .baseline: clstm_isa_baseline
    case .avx2: clstm_isa_avx2
    case .avx512: clstm_isa_avx512
    }
  }
}

/// The processor lacks an instruction set that the caller asks for.
public struct UnsupportedInstructionSet: Error, Equatable, Sendable, CustomStringConvertible {
  /// The set asked for.
  public let instructionSet: InstructionSet

  /// What is missing, and what this processor has.
  public var description: String {
    let supported = InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
    return "instruction set \(instructionSet.rawValue): not supported by this processor, which has \(supported)"
  }
}
