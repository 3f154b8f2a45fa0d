internal import Foundation

/// An executor that owns one thread: CPython is started on it and never touched from another.
final class PythonThread: SerialExecutor, @unchecked Sendable {
  // Guarded by the condition.
  private var jobs: [UnownedJob] = []
  private let condition = NSCondition()

  init() {
    let thread = Thread { [self] in work() }
    thread.name = "python"
    thread.stackSize = 16 << 20
    thread.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.withLock {
      jobs.append(job)
      condition.signal()
    }
  }

  private func work() {
    while true {
      condition.lock()
      while jobs.isEmpty { condition.wait() }
      let job = jobs.removeFirst()
      condition.unlock()
      job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }
}
