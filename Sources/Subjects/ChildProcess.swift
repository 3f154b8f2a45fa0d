internal import Foundation

/// A child process in a group of its own with pipes on its three streams; the parent's ends never block.
struct ChildProcess {
  let pid: pid_t
  let input: Int32
  let output: Int32
  let errors: Int32

  /// Starts `/bin/sh -c 'exec command'`.
  ///
  /// - Throws: `SubjectFailure` where no process can be started.
  init(command: String) throws(SubjectFailure) {
    // Writing to a process that has ended must be an error, not the end of this one.
    signal(SIGPIPE, SIG_IGN)
    let pipes = try (0..<3).map { _ throws(SubjectFailure) in try Self.makePipe() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, own) in [(0, pipes[0].read), (1, pipes[1].write), (2, pipes[2].write)] {
      posix_spawn_file_actions_adddup2(&actions, own, Int32(descriptor))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that what it starts ends with it; no signal ignored or blocked, whatever is here.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] =
      ["sh", "-c", "exec \(command)"].map { (text: String) in strdup(text) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid = pid_t()
    let status = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
    for descriptor in [pipes[0].read, pipes[1].write, pipes[2].write] { close(descriptor) }
    guard status == 0 else {
      for descriptor in [pipes[0].write, pipes[1].read, pipes[2].read] { close(descriptor) }
      throw SubjectFailure("cannot be started: \(String(cString: strerror(status)))")
    }
    self.pid = pid
    (input, output, errors) = (pipes[0].write, pipes[1].read, pipes[2].read)
    for descriptor in [input, output, errors] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
    LiveChildren.add(pid)
  }

  private static func makePipe() throws(SubjectFailure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw SubjectFailure("cannot be started: \(String(cString: strerror(errno)))")
    }
    // Neither end may leak into another child: it would keep the pipe open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Whether the system tells how much memory a process uses.
  static var measuresMemory: Bool { access("/proc/self/statm", R_OK) == 0 }

  /// Resident memory in bytes, or nil where the system does not tell.
  var residentBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8) else { return nil }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }

  /// How the process ended, if it ends within the given time: `exit status 3`, `SIGSEGV`.
  func ending(within seconds: Double) -> String? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while true {
      let collected = waitpid(pid, &status, WNOHANG)
      if collected == pid { break }
      // Collected before: its end is known.
      guard collected == 0 || errno == EINTR else { return nil }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(2_000)
    }
    LiveChildren.remove(pid)
    let signal = status & 0x7F
    guard signal != 0 else { return "exit status \((status >> 8) & 0xFF)" }
    let names: [Int32: String] = [
      SIGSEGV: "SIGSEGV", SIGFPE: "SIGFPE", SIGABRT: "SIGABRT", SIGILL: "SIGILL", SIGBUS: "SIGBUS", SIGKILL: "SIGKILL",
      SIGTERM: "SIGTERM", SIGPIPE: "SIGPIPE", SIGTRAP: "SIGTRAP",
    ]
    return names[signal] ?? "signal \(signal)"
  }

  /// Ends the process and all that it started, and closes the pipes.
  func destroy() {
    kill(-pid, SIGKILL)
    _ = ending(within: 5)
    // The group outlives its leader.
    kill(-pid, SIGKILL)
    for descriptor in [input, output, errors] { close(descriptor) }
  }
}
