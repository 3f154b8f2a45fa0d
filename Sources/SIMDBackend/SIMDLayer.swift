internal import Foundation
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

  /// On several threads: cuts the batch into groups of rows, or, where there are fewer rows than threads, every row into
  /// groups of units. Either way an element's bits stay what they are.
  private func run(_ sequences: LSTMSequences<Scalar>, _ answer: AnswerAddresses<Scalar>) {
    let batch = sequences.shape.batch
    let workers = min(threads, weights.panels)
    if threads == 1 || batch == 0 || (batch < threads && workers == 1) {
      let recurrence = Recurrence(sequences, rows: 0..<batch, weights: weights, kernels: kernels)
      recurrence.run(answer, in: scratch.memory(byteCount: recurrence.layout.byteCount))
    } else if batch < threads {
      runByUnits(sequences, answer, workers: workers)
    } else {
      runByRows(sequences, answer)
    }
  }

  private func runByRows(_ sequences: LSTMSequences<Scalar>, _ answer: AnswerAddresses<Scalar>) {
    let (batch, groups, weights, kernels) = (sequences.shape.batch, threads, weights, kernels)
    let largest = Recurrence(
      sequences, rows: 0..<(batch + groups - 1) / groups, weights: weights, kernels: kernels
    ).layout.byteCount
    let memory = SharedMemory(start: scratch.memory(byteCount: groups * largest))
    DispatchQueue.concurrentPerform(iterations: groups) { group in
      Recurrence(
        sequences, rows: batch * group / groups..<batch * (group + 1) / groups, weights: weights, kernels: kernels
      ).run(answer, in: memory.start + group * largest)
    }
  }

  /// The threads meet after every step, so each must be a thread of its own: a pool might run one after another.
  private func runByUnits(_ sequences: LSTMSequences<Scalar>, _ answer: AnswerAddresses<Scalar>, workers: Int) {
    let meeting = MeetingPoint(participants: workers)
    let recurrences = (0..<workers).map { worker in
      Recurrence(
        sequences, rows: 0..<sequences.shape.batch, weights: weights, kernels: kernels, workers: workers,
        worker: worker, meeting: meeting)
    }
    let memory = SharedMemory(start: scratch.memory(byteCount: recurrences[0].layout.byteCount))
    let finished = DispatchGroup()
    for recurrence in recurrences.dropFirst() {
      finished.enter()
      Thread.detachNewThread {
        recurrence.run(answer, in: memory.start)
        finished.leave()
      }
    }
    recurrences[0].run(answer, in: memory.start)
    finished.wait()
  }
}

/// Memory of which threads use different parts.
private struct SharedMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer
}
