public import LSTMContract

/// An LSTM in explicit vectors, with the instruction set chosen at run time.
///
/// Each pre-activation starts at the bias and takes the products with x, then those with h, in order of their index:
/// one chain per element, fused where the instruction set has fused multiply-add. An element's bits therefore depend
/// on nothing but its own row: not on the number of threads, nor on how products are cut into blocks, and runs with
/// `avx2` and `avx512` agree bit for bit. The kernels' own sigmoid and tanh err by at most 1.6 units roundoff,
/// absolutely (over all values of `Float`: 1.50 u, and 2.5 and 2.7 ulp of the value); see `activation(_:at:)`.
///
/// It keeps nothing between calls; `makeLayer` prepares a layer that does.
public struct SIMDBackend<Scalar: LSTMScalar>: LSTMLayerBackend {
  /// The instruction set that runs, reported in the answer's `runtime` as `simd/avx512`.
  public let instructionSet: InstructionSet

  /// How many threads share a call, at most: they divide the rows of the batch or, where those are too few, the units.
  public let threads: Int

  /// Calls with fewer operations run on one thread.
  var leastOperations = WorkSplit.leastOperations

  /// Runs the widest instruction set that this processor supports, on the caller's thread.
  public init() {
    instructionSet = .best
    threads = 1
  }

  /// Runs this instruction set, or the widest where it is nil.
  ///
  /// - Parameter threads: how many threads share a call, at most; a number below 1 counts as 1.
  /// - Throws: `UnsupportedInstructionSet` where the processor lacks it.
  public init(instructionSet: InstructionSet?, threads: Int = 1) throws(UnsupportedInstructionSet) {
    if let instructionSet, !instructionSet.isSupported {
      throw UnsupportedInstructionSet(instructionSet: instructionSet)
    }
    self.instructionSet = instructionSet ?? .best
    self.threads = max(1, threads)
  }

  public var name: String { "simd" }

  /// False: it is shipped.
  public var isOutside: Bool { false }

  public var model: ArithmeticModel { ArithmeticModel(scalar: Scalar.kind) }

  /// Writes every element of `answer`; there is no problem that it refuses.
  ///
  /// - Throws: `UnsupportedInstructionSet` where no kernels are compiled for this architecture; `LSTMProblemError`
  ///   where the answer has other sizes than the problem.
  public func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    var layer = try layer(problem.parameters)
    try layer.run(problem.sequences, into: &answer)
  }

  /// A layer whose weights are packed once, in the kernels' order. A call of it allocates no memory unless it needs more
  /// than every call before, or runs on several threads.
  ///
  /// - Complexity: O(H·(I + H)) time and memory.
  /// - Throws: `UnsupportedInstructionSet` where no kernels are compiled for this architecture.
  public func makeLayer(_ parameters: LSTMParameters<Scalar>) throws -> any LSTMLayer<Scalar> {
    try layer(parameters)
  }

  private func layer(_ parameters: LSTMParameters<Scalar>) throws(UnsupportedInstructionSet) -> SIMDLayer<Scalar> {
    try SIMDLayer(
      parameters, kernels: kernels(), runtime: "\(name)/\(instructionSet.rawValue)", threads: threads,
      leastOperations: leastOperations)
  }

  private func kernels() throws(UnsupportedInstructionSet) -> Kernels<Scalar> {
    guard let kernels = Kernels<Scalar>(instructionSet) else {
      throw UnsupportedInstructionSet(instructionSet: instructionSet)
    }
    return kernels
  }
}

extension SIMDBackend {
  /// The activation of each point, in the very arithmetic that a run uses: for scans of the functions themselves.
  ///
  /// - Throws: `UnsupportedInstructionSet` where no kernels are compiled for this architecture.
  public func activation(
    _ activation: Activation, at points: [Scalar]
  ) throws(UnsupportedInstructionSet) -> [Scalar] {
    let kernels = try kernels()
    return [Scalar](unsafeUninitializedCapacity: points.count) { values, count in
      points.withUnsafeBufferPointer { points in
        guard let start = points.baseAddress, let values = values.baseAddress else { return }
        kernels.evaluate(activation, start, count: points.count, into: values)
      }
      count = points.count
    }
  }
}
