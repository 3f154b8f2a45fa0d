internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads that run one job at the same time, again and again: making threads for each law takes longer than the calls.
///
/// A crew serves one caller at a time; crews that are free wait for the next. After some jobs a crew is dismissed, so
/// that the first call on a new thread is met again and again.
struct CallCrew: Sendable {
  private static let free = Mutex<[CallCrew]>([])
  private static let mostJobs = 16

  private let workers: [Worker]
  private var jobs = 0

  private init(size: Int) { workers = (0..<size).map { _ in Worker() } }

  /// Runs `job` once on each of `size` threads, all at the same time, and returns when they have ended.
  static func run(_ size: Int, _ job: @escaping @Sendable () -> Void) {
    let waiting = free.withLock { crews in
      crews.firstIndex { $0.workers.count == size }.map { crews.remove(at: $0) }
    }
    var crew = waiting ?? CallCrew(size: size)
    for worker in crew.workers { worker.begin(job) }
    for worker in crew.workers { worker.end() }
    crew.jobs += 1
    if crew.jobs < mostJobs {
      free.withLock { [crew] in $0.append(crew) }
    } else {
      for worker in crew.workers { worker.dismiss() }
    }
  }
}

/// A thread that waits for jobs. The semaphores keep its owner and the thread from touching the job at the same time.
private final class Worker: @unchecked Sendable {
  /// Secondary threads have 512 KiB on some systems, too little for a kernel with its blocks on the stack.
  private static let stackSize = 8 << 20

  private let begun = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private var job: (@Sendable () -> Void)?

  init() {
    let thread = Thread { [self] in
      while true {
        begun.wait()
        guard let job else { return }
        job()
        ended.signal()
      }
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  func begin(_ job: @escaping @Sendable () -> Void) {
    self.job = job
    begun.signal()
  }

  func end() {
    ended.wait()
    job = nil
  }

  /// Ends the thread; between jobs only.
  func dismiss() { begun.signal() }
}
