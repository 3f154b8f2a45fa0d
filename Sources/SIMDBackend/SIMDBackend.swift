public import LSTMContract

/// An LSTM in explicit vectors, with the instruction set chosen at run time.
///
/// Each pre-activation starts at the bias and takes the products with x, then those with h, in order of their index:
/// one chain per element, fused where the instruction set has fused multiply-add. An element's bits therefore depend
/// on nothing but its own row, and runs with `avx2` and `avx512` agree bit for bit. The kernels' own sigmoid and tanh
/// err by less than 2 units roundoff, absolutely (1.2u and 1.5u were seen).
///
/// It is not threaded, and it keeps nothing between calls.
public struct SIMDBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// The instruction set that runs, reported in the answer's `runtime` as `simd/avx512`.
  public let instructionSet: InstructionSet

  /// Runs the widest instruction set that this processor supports.
  public init() { instructionSet = .best }

  /// Runs this instruction set, or the widest where it is nil.
  ///
  /// - Throws: `UnsupportedInstructionSet` where the processor lacks it.
  public init(instructionSet: InstructionSet?) throws(UnsupportedInstructionSet) {
    if let instructionSet, !instructionSet.isSupported {
      throw UnsupportedInstructionSet(instructionSet: instructionSet)
    }
    self.instructionSet = instructionSet ?? .best
  }

  public var name: String { "simd" }

  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// Writes every element of `answer`; there is no problem that it refuses.
  ///
  /// - Throws: `UnsupportedInstructionSet` where no kernels are compiled for this architecture.
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    guard let kernels = Kernels<Scalar>(instructionSet) else {
      throw UnsupportedInstructionSet(instructionSet: instructionSet)
    }
    answer.runtime = "\(name)/\(instructionSet.rawValue)"
    answer.lastOutput.withUnsafeMutableBufferPointer { lastOutput in
      answer.outputs.withUnsafeMutableBufferPointer { outputs in
        answer.finalH.withUnsafeMutableBufferPointer { finalH in
          answer.finalC.withUnsafeMutableBufferPointer { finalC in
            Recurrence(problem: problem, kernels: kernels).run(
              lastOutput: lastOutput, outputs: outputs, finalH: finalH, finalC: finalC)
          }
        }
      }
    }
  }
}
