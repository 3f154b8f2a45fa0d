import CProcess
import Foundation

/// What the system has to give this program (Docs/running.md has the measurements).
enum ProcessLimits {
  /// Open files: the standard streams, what the runtime and NumPy open, and three for each program on trial.
  static let leastDescriptors: UInt64 = 24

  /// Bytes of addresses: threads, heaps and OpenBLAS reserve far more than they use.
  static var leastAddressBytes: UInt64 {
    let cores = UInt64(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
    return 768 << 20 + cores << 26
  }

  /// Which limit is below the least that is needed, in one line, or nil.
  static var tooLow: String? {
    let (descriptors, bytes) = (lstm_process_most_descriptors(), lstm_process_most_address_bytes())
    if descriptors > 0, descriptors < leastDescriptors {
      return "ulimit -n \(descriptors): at least \(leastDescriptors) open files are needed"
    }
    if bytes > 0, bytes < leastAddressBytes {
      return "ulimit -v \(bytes >> 10): at least \(leastAddressBytes >> 10) KiB of address space are needed"
    }
    return nil
  }

  /// What a command needs and the system does not have, in one line, or nil.
  static var missing: String? {
    #if os(Linux)
      // libdispatch counts the threads of a process there, and ends the process where it cannot.
      if access("/proc/self/task", R_OK | X_OK) != 0 {
        return "no /proc/self/task: the runtime library that shares out work needs /proc"
      }
    #endif
    return nil
  }
}
