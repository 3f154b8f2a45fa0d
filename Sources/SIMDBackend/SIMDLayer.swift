internal import Dispatch
internal import LSTMContract

/// A layer whose weights are packed once, in the order in which the kernels read them.
struct SIMDLayer<Scalar: LSTMScalar>: LSTMLayer {
  private let kernels: Kernels<Scalar>
  private let weights: PackedWeights<Scalar>
  private let runtime: String
  private let threads: Int
  /// Shared with copies of the layer until one of them runs.
  private var scratch = Scratch()

  var inputSize: Int { weights.inputSize }
  var units: Int { weights.units }

  init(_ parameters: LSTMParameters<Scalar>, kernels: Kernels<Scalar>, runtime: String, threads: Int) {
    self.kernels = kernels
    weights = PackedWeights(parameters, for: kernels)
    self.runtime = runtime
    self.threads = threads
  }

  /// Allocates only where no earlier call needed as much memory, and where the layer was copied since the last call.
  mutating func run(_ sequences: LSTMSequences<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try check(sequences, against: answer)
    if !isKnownUniquelyReferenced(&scratch) { scratch = Scratch() }
    answer.runtime = runtime
    answer.lastOutput.withUnsafeMutableBufferPointer { lastOutput in
      answer.outputs.withUnsafeMutableBufferPointer { outputs in
        answer.finalH.withUnsafeMutableBufferPointer { finalH in
          answer.finalC.withUnsafeMutableBufferPointer { finalC in
            lastOutput.update(repeating: 0)
            _ = finalH.update(fromContentsOf: sequences.initialH.elements)
            _ = finalC.update(fromContentsOf: sequences.initialC.elements)
            guard let lastOutput = lastOutput.baseAddress, let outputs = outputs.baseAddress,
              let finalH = finalH.baseAddress, let finalC = finalC.baseAddress
            else { return }
            run(
              sequences,
              AnswerAddresses(lastOutput: lastOutput, outputs: outputs, finalH: finalH, finalC: finalC))
          }
        }
      }
    }
  }

  /// Cuts the batch into one group of rows for each thread. A row's bits depend on that row alone.
  private func run(_ sequences: LSTMSequences<Scalar>, _ answer: AnswerAddresses<Scalar>) {
    let batch = sequences.shape.batch
    let groups = min(threads, batch)
    guard groups > 1 else {
      let recurrence = Recurrence(sequences, rows: 0..<batch, weights: weights, kernels: kernels)
      return recurrence.run(answer, in: scratch.memory(byteCount: recurrence.layout.byteCount))
    }
    let (weights, kernels) = (weights, kernels)
    // The first group is as large as any other.
    let largest = Recurrence(
      sequences, rows: 0..<(batch + groups - 1) / groups, weights: weights, kernels: kernels
    ).layout.byteCount
    let memory = SharedMemory(start: scratch.memory(byteCount: groups * largest))
    DispatchQueue.concurrentPerform(iterations: groups) { group in
      // Counted from the end, so that the first group takes what does not divide.
      let (left, next) = (groups - group, groups - group - 1)
      let rows = batch - (batch * left + groups - 1) / groups..<batch - (batch * next + groups - 1) / groups
      Recurrence(sequences, rows: rows, weights: weights, kernels: kernels)
        .run(answer, in: memory.start + group * largest)
    }
  }
}

/// Memory of which each thread uses a part of its own.
private struct SharedMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
}
