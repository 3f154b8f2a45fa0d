internal import Foundation

/// Nanoseconds that this process has spent on processors: what else runs on the machine is not in it.
public func processorNanoseconds() -> Int {
  var time = timespec()
  let status = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  precondition(status == 0, "this system has no clock for a process")
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
