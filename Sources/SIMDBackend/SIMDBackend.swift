/// An LSTM in explicit vectors, with the instruction set chosen at run time.
///
/// It shares no arithmetic with the other backends: its products and its sigmoid and tanh are kernels of its own.
public import LSTMContract

/// The LSTM of E1 to E16 in vector kernels.
public struct SIMDBackend<Scalar: LSTMScalar>: LSTMBackend {
  /// The instruction set that runs.
  public let instructionSet: InstructionSet
  private let isForced: Bool

  /// A backend with the widest instruction set of this processor.
  public init() {
    instructionSet = .best
    isForced = false
  }

  /// A backend with a forced instruction set, under a name of its own.
  ///
  /// - Throws: `UnsupportedInstructionSet` where the processor does not run it.
  public init(forcing instructionSet: InstructionSet) throws(UnsupportedInstructionSet) {
    guard instructionSet.isSupported else { throw UnsupportedInstructionSet(instructionSet: instructionSet) }
    self.instructionSet = instructionSet
    isForced = true
  }

  public var name: String { isForced ? "simd/\(instructionSet.rawValue)" : "simd" }

  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    switch AnyLSTMProblem(problem) {
    case .float(let problem): store(VectorSequence(problem, KernelTable.float(instructionSet)), in: &answer)
    case .double(let problem): store(VectorSequence(problem, KernelTable.double(instructionSet)), in: &answer)
    }
    answer.runtime = "simd/\(instructionSet.rawValue)"
  }

  private func store<Other: LSTMScalar>(_ sequence: VectorSequence<Other>, in answer: inout LSTMAnswer<Scalar>) {
    guard let result = sequence.answer() as? LSTMAnswer<Scalar> else {
      preconditionFailure("the scalar type of the problem")
    }
    answer = result
  }
}
