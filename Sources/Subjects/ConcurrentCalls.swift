internal import Foundation
internal import LSTMContract
internal import Synchronization

/// Calls of one library with one problem from several threads at the same time.
///
/// Every second thread asks another problem: what all overwrite with the same values would not show. The caller, who knows
/// the answer of a single call, is given two answers to its own problem that differ, wherever there are such.
final class ConcurrentCalls<Scalar: LSTMScalar>: Sendable {
  private let library: SubjectLibrary
  private let problem: LSTMProblem<Scalar>
  private let waiting = Atomic<Int>(0)
  private let results = Mutex<[Result<LSTMAnswer<Scalar>, any Error>]>([])

  /// Secondary threads have 512 KiB on some systems, too little for a kernel with its blocks on the stack.
  private static var stackSize: Int { 8 << 20 }
  /// About so many multiplications are asked of each thread: small problems are over before the next thread begins.
  private static var work: Int { 1 << 20 }
  private static var mostRounds: Int { 256 }

  init(_ library: SubjectLibrary, _ problem: LSTMProblem<Scalar>) {
    self.library = library
    self.problem = problem
  }

  private var rounds: Int {
    let shape = problem.shape
    let cost = (shape.timeSteps + 1) * (shape.batch + 1) * shape.gateColumns * (shape.inputSize + shape.units)
    return max(1, min(Self.mostRounds, Self.work / cost))
  }

  /// Two answers of `threads` calls at the same time that differ, or one of them where all agree.
  ///
  /// - Throws: what a call throws.
  func answers(threads: Int) throws -> [LSTMAnswer<Scalar>] {
    waiting.store(threads, ordering: .sequentiallyConsistent)
    let ended = DispatchSemaphore(value: 0)
    let other = problem.negated
    for number in 0..<threads {
      let thread = Thread { [self] in
        call(number % 2 == 0 ? problem : other, isJudged: number % 2 == 0)
        ended.signal()
      }
      thread.stackSize = Self.stackSize
      thread.start()
    }
    for _ in 0..<threads { ended.wait() }
    let all = try results.withLock { results in try results.map { try $0.get() } }
    guard let first = all.first else { return [] }
    return [first] + all.dropFirst().filter { !$0.hasSameBits(as: first) }.prefix(1)
  }

  /// What one thread does: it waits for the others, and calls until it meets an answer that differs from its first.
  private func call(_ problem: LSTMProblem<Scalar>, isJudged: Bool) {
    let prepared = Result { try LibraryCall(problem, in: LibraryMemory()) }
    waiting.subtract(1, ordering: .sequentiallyConsistent)
    while waiting.load(ordering: .sequentiallyConsistent) > 0 { sched_yield() }
    var found: [Result<LSTMAnswer<Scalar>, any Error>] = []
    for _ in 0..<rounds {
      let result = Result { try library.answer(prepared.get()) }
      if let first = try? found.first?.get(), let answer = try? result.get(), answer.hasSameBits(as: first) { continue }
      if isJudged || found.isEmpty { found.append(result) }
      if found.count > 1, isJudged { break }
    }
    guard isJudged else { return }
    results.withLock { [found] in $0 += found }
  }
}

/// The metadata of a case that asks for so many calls at the same time.
let concurrentCallsKey = "concurrent_calls"
/// What stands before the names of the tensors of a second answer.
let secondAnswerPrefix = "second."
