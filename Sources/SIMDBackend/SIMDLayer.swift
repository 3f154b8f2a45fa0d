internal import LSTMContract

/// A layer whose weights are packed once, in the order in which the kernels read them.
struct SIMDLayer<Scalar: LSTMScalar>: LSTMLayer {
  private let kernels: Kernels<Scalar>
  private let weights: PackedWeights<Scalar>
  private let runtime: String
  private let threads: Int
  private let leastOperations: Double
  /// Shared with copies of the layer until one of them runs.
  private var scratch = Scratch()

  var inputSize: Int { weights.inputSize }
  var units: Int { weights.units }

  init(
    _ parameters: LSTMParameters<Scalar>, kernels: Kernels<Scalar>, runtime: String, threads: Int,
    leastOperations: Double
  ) {
    self.kernels = kernels
    weights = PackedWeights(parameters, for: kernels)
    self.runtime = runtime
    (self.threads, self.leastOperations) = (threads, leastOperations)
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

  private func run(_ sequences: LSTMSequences<Scalar>, _ answer: AnswerAddresses<Scalar>) {
    let (batch, weights, kernels) = (sequences.shape.batch, weights, kernels)
    let split = WorkSplit(
      sequences.shape, panels: weights.panels, threads: threads, leastOperations: leastOperations)
    switch split {
    case .none:
      let recurrence = Recurrence(sequences, rows: 0..<batch, weights: weights, kernels: kernels)
      recurrence.run(answer, in: scratch.memory(byteCount: recurrence.layout.byteCount))
    case .rows(let count):
      let largest = Recurrence(
        sequences, rows: 0..<(batch + count - 1) / count, weights: weights, kernels: kernels
      ).layout.byteCount
      let memory = SharedMemory(start: scratch.memory(byteCount: count * largest))
      onThreads(count) { group in
        Recurrence(
          sequences, rows: batch * group / count..<batch * (group + 1) / count, weights: weights, kernels: kernels
        ).run(answer, in: memory.start + group * largest)
      }
    case .units(let count):
      let meeting = MeetingPoint(participants: count)
      let first = Recurrence(
        sequences, rows: 0..<batch, weights: weights, kernels: kernels, workers: count, worker: 0, meeting: meeting)
      let memory = SharedMemory(start: scratch.memory(byteCount: first.layout.byteCount))
      onThreads(count) { worker in
        Recurrence(
          sequences, rows: 0..<batch, weights: weights, kernels: kernels, workers: count, worker: worker,
          meeting: meeting
        ).run(answer, in: memory.start)
      }
    }
  }
}

/// Memory of which threads use different parts.
private struct SharedMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
}
