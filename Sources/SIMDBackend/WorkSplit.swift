internal import Foundation
internal import LSTMContract

/// How a call is divided among threads. No division changes a bit of the answer.
enum WorkSplit: Equatable {
  /// One thread does all of it.
  case none
  /// Each thread has its own rows of the batch; they never meet.
  case rows(Int)
  /// Each thread has its own units of every row; they meet after each step.
  case units(Int)

  /// By rows where there are enough of them, by units otherwise, and not at all where a thread would cost more than it
  /// saves: `leastOperations` of a call, for the start of a thread, and as many of all steps for their meetings.
  init(_ shape: LSTMShape, panels: Int, threads: Int, leastOperations: Double) {
    let stepOperations = 8 * Double(shape.batch) * Double(shape.units) * Double(shape.inputSize + shape.units)
    if threads == 1 || shape.batch == 0 || stepOperations * Double(shape.timeSteps) < leastOperations {
      self = .none
    } else if shape.batch >= threads {
      self = .rows(threads)
    } else if min(threads, panels) > 1, stepOperations >= leastOperations / 16 {
      self = .units(min(threads, panels))
    } else {
      self = .none
    }
  }

  /// About a tenth of a millisecond of work on a fast processor.
  static let leastOperations = 1e7
}

/// Calls `body` with 0..<count, each on a thread of its own, the caller's among them, and returns when all are done.
///
/// A pool would not do: it may run one call after another, and calls that wait for each other would wait for ever.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let finished = DispatchGroup()
  for index in 1..<count {
    finished.enter()
    Thread.detachNewThread {
      body(index)
      finished.leave()
    }
  }
  body(0)
  finished.wait()
}
