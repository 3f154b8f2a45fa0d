internal import CaseFiles
internal import Foundation
public import LSTMContract
internal import Synchronization

/// A program that answers cases on its standard streams (Docs/subjects.md), as a subject.
///
/// The program runs in a process of its own and is started again after each failure. Nothing that it does can stop
/// this one: whatever is no answer is a `SubjectFailure` for that case.
public final class PipeProgram: Sendable {
  /// The command line that starts it.
  public let command: String
  /// What a person gave to choose it: the command, or the path of a library.
  public let given: String
  /// What it said of itself.
  public let identity: SubjectIdentity
  let limits: SubjectLimits
  private let state: Mutex<State>

  /// The process, and what was lost with its predecessors.
  struct State {
    /// None where the program has to be started first.
    var channel: FrameChannel?
    /// Seconds spent on cases that got no answer.
    var lostSeconds = 0.0
    /// Why there was none, the last time.
    var lastFailure = ""
  }

  /// The longest first frame.
  private static let mostIdentityBytes = 1 << 16

  /// Starts the program and reads its first frame.
  ///
  /// - Throws: `SubjectFailure` where it does not start or does not say who it is, `CallCutShort` where the limits'
  ///   deadline passes before.
  public convenience init(command: String, limits: SubjectLimits = SubjectLimits()) throws {
    try self.init(command: command, limits: limits, description: command)
  }

  private init(command: String, limits: SubjectLimits, description: String) throws {
    self.command = command
    given = description
    self.limits = limits
    let (channel, identity) = try Self.started(command, limits)
    self.identity = identity
    state = Mutex(State(channel: channel))
  }

  /// Starts a worker that loads a shared library (`lstm_subject.h`).
  ///
  /// - Parameters:
  ///   - worker: the executable that runs `LibraryWorker.serve` for `worker --parent <process> --alignment <N> <library>`.
  ///   - alignment: what the addresses of its arrays are multiples of, a power of two up to a page's size.
  /// - Throws: `SubjectFailure` where the library cannot be loaded.
  public convenience init(
    library path: String, worker: String, alignment: Int = 1, limits: SubjectLimits = SubjectLimits()
  ) throws {
    try self.init(
      command: "\(Self.quoted(worker)) worker --parent \(getpid()) --alignment \(alignment) \(Self.quoted(path))",
      limits: limits,
      description: path)
  }

  /// Whether it is a shared library in a worker of this package.
  var isLibrary: Bool { given != command }

  /// With no other call at the same time.
  func withState<Value: Sendable>(_ body: (inout State) throws -> Value) rethrows -> Value {
    try state.withLock { try body(&$0) }
  }

  /// Whether a `--subject` names a shared library rather than a command.
  public static func isLibrary(_ text: String) -> Bool {
    text.hasSuffix(".so") || text.hasSuffix(".dylib")
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  deinit { state.withLock { $0.channel?.close() } }

  static func started(
    _ command: String, _ limits: SubjectLimits
  ) throws -> (FrameChannel, SubjectIdentity) {
    var channel = try FrameChannel(command: command, limits: limits)
    do {
      let frame = try channel.exchange(nil, mostBytes: mostIdentityBytes, seconds: limits.startSeconds)
      return (channel, try SubjectIdentity(frame: frame))
    } catch {
      channel.close()
      throw error
    }
  }

  /// The answer to one case.
  ///
  /// - Throws: `Refusal` where the program declines, `SubjectFailure` where it gives no answer.
  func answer<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) throws -> LSTMAnswer<Scalar> {
    try state.withLock { try answer(problem, &$0) }
  }

  /// The answer of the last timed call of the layer in place `slot`, which was made ready with this problem.
  ///
  /// - Throws: `Refusal` where the program declines, `SubjectFailure` where it gives no answer.
  public func lastAnswer<Scalar: LSTMScalar>(
    ofSlot slot: Int, to problem: LSTMProblem<Scalar>
  ) throws -> LSTMAnswer<Scalar> {
    let question = CaseFile(problem: AnyLSTMProblem(problem), metadata: ["read_slot": "\(slot)"])
    return try exchange(question, mostBytes: Self.mostBytes(in: problem)) { try parsed($0, problem) }
  }

  func answer<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ state: inout State
  ) throws -> LSTMAnswer<Scalar> {
    let question = CaseFile(problem: AnyLSTMProblem(problem))
    return try exchange(question, mostBytes: Self.mostBytes(in: problem), &state) { try parsed($0, problem) }
  }

  /// The answer that a frame of this program holds, under names that begin so.
  func parsed<Scalar: LSTMScalar>(
    _ frame: [UInt8], _ problem: LSTMProblem<Scalar>, prefix: String = ""
  ) throws -> LSTMAnswer<Scalar> {
    try Self.parsed(frame, problem, omits: identity.omits, prefix: prefix)
  }

  static func mostBytes<Scalar: LSTMScalar>(in problem: LSTMProblem<Scalar>) -> Int {
    let shape = problem.shape
    return (shape.timeSteps + 3) * shape.batch * shape.units * MemoryLayout<Scalar>.size + 1 << 16
  }

  /// Lets the program make a layer ready for timed calls, in place `slot` of those that the calls go round.
  ///
  /// - Throws: `Refusal` where the program declines, `SubjectFailure` where it does not say that it did.
  public func prepare<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>, slot: Int) throws {
    let question = CaseFile(problem: AnyLSTMProblem(problem), metadata: ["timed_slot": "\(slot)"])
    try exchange(question, mostBytes: 1 << 16) { frame in
      _ = try Self.metadata(frame, expecting: "prepared")
    }
  }

  /// Seconds for each of `calls` calls of the prepared layers in turn, by the program's own clock.
  ///
  /// - Throws: `SubjectFailure` where it gives no number.
  public func seconds<Scalar: LSTMScalar>(calls: Int, slots: Int, like problem: LSTMProblem<Scalar>) throws -> Double {
    let question = CaseFile(
      problem: AnyLSTMProblem(problem), metadata: ["timed_calls": "\(calls)", "timed_slots": "\(slots)"])
    return try exchange(question, mostBytes: 1 << 16) { frame in
      let text = try Self.metadata(frame, expecting: "seconds")
      guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
        throw SubjectFailure("its answer: metadata 'seconds': found '\(text.prefix(80))', expected a time")
      }
      return seconds
    }
  }

  private static func metadata(_ frame: [UInt8], expecting key: String) throws -> String {
    let metadata: [String: String]
    do {
      metadata = try Safetensors(parsing: frame, name: "its answer").metadata
    } catch {
      throw SubjectFailure("\(error)")
    }
    try throwReason(in: metadata)
    guard let value = metadata[key] else { throw SubjectFailure("its answer: metadata '\(key)': missing") }
    return value
  }

  /// - Throws: what a frame says instead of an answer.
  private static func throwReason(in metadata: [String: String]) throws {
    if let reason = metadata["refused"] { throw Refusal(SubjectText(reason).line) }
    if let reason = metadata["failed"] { throw SaidFailure(reason: SubjectText(reason).line) }
  }

  /// Sends a frame and reads the one that answers; starts the program where it does not run.
  func exchange<Value: Sendable>(
    _ question: CaseFile, mostBytes: Int, read: ([UInt8]) throws -> Value
  ) throws -> Value {
    try state.withLock { try exchange(question, mostBytes: mostBytes, &$0, read: read) }
  }

  private func exchange<Value: Sendable>(
    _ question: CaseFile, mostBytes: Int, _ state: inout State, read: ([UInt8]) throws -> Value
  ) throws -> Value {
    let question = question.serialized()
    guard !limits.deadline.hasPassed else { throw CallCutShort() }
    guard state.lostSeconds < limits.lostSeconds else {
      throw SubjectFailure("not asked: cases without an answer took \(limits.lostSeconds) s; \(state.lastFailure)")
    }
    let start = ContinuousClock.now
    do {
      var current = try state.channel ?? Self.started(command, limits).0
      state.channel = current
      let frame = try current.exchange(question, mostBytes: mostBytes, seconds: limits.caseSeconds)
      state.channel = current
      return try read(frame)
    } catch let refusal as Refusal {
      throw refusal
    } catch let failure as SaidFailure {
      throw SubjectFailure("said: \(failure.reason)")
    } catch {
      state.channel?.close()
      state.channel = nil
      guard !(error is CallCutShort) else { throw error }
      state.lostSeconds += (ContinuousClock.now - start) / .seconds(1)
      state.lastFailure = "\(error)"
      throw error
    }
  }

  /// The answer that a frame holds. Tensors of omitted parts may be there, and are not looked at.
  static func parsed<Scalar: LSTMScalar>(
    _ frame: [UInt8], _ problem: LSTMProblem<Scalar>, omits: Set<AnswerPart> = [], prefix: String = ""
  ) throws -> LSTMAnswer<Scalar> {
    do {
      let tensors = try Safetensors(parsing: frame, name: "its answer")
      try throwReason(in: tensors.metadata)
      var answer = LSTMAnswer(to: problem)
      answer.omit(omits)
      for part in answer.given {
        let found: Tensor<Scalar> = try tensors.scalars(of: prefix + part.rawValue)
        let state = [problem.shape.batch, problem.shape.units]
        let expected = part == .outputs ? problem.leadingShape + [problem.shape.units] : state
        guard found.shape == expected else {
          throw SubjectFailure(
            "its answer: tensor '\(prefix)\(part.rawValue)': found shape \(found.shape), expected \(expected)")
        }
        answer[part] = found.elements
      }
      answer.runtime = SubjectText(tensors.metadata["runtime"] ?? "program").line
      return answer
    } catch let error as CaseFileError {
      throw SubjectFailure("\(error)")
    }
  }

  /// The program as a subject in every scalar type that it answers.
  public var subject: LSTMSubject {
    LSTMSubject(
      name: identity.name, float: identity.scalars.contains(.float) ? PipeBackend<Float>(program: self) : nil,
      double: identity.scalars.contains(.double) ? PipeBackend<Double>(program: self) : nil,
      invocation: "--subject \(Self.quoted(given))",
      remarks: [
        (given == command ? "program" : "library") + " '\(given)'"
          + (identity.version.isEmpty ? "" : ", version \(identity.version)")
      ] + (ChildProcess.measuresMemory ? [] : ["its memory is not measured: this system does not tell"]))
  }
}

/// A failure that the program itself told, and goes on after.
struct SaidFailure: Error {
  var reason: String
}

/// A program in one scalar type.
private struct PipeBackend<Scalar: LSTMScalar>: LSTMBackend {
  let program: PipeProgram

  var name: String { program.identity.name }

  var omittedParts: Set<AnswerPart> { program.identity.omits }

  var model: ArithmeticModel {
    var model = ArithmeticModel(scalar: Scalar.kind, activationUnits: program.identity.activationUnits)
    model.flushesToZero = program.identity.flushesToZero
    model.denormalsAreZero = program.identity.denormalsAreZero
    return model
  }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { program.identity.refusal(of: problem) }

  func refusal(of outline: ProblemOutline) -> Refusal? { program.identity.refusal(of: outline) }

  var sizes: FixedSizes { program.identity.sizes }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    answer = try program.answer(problem)
  }

  func results(ofCalls problems: [LSTMProblem<Scalar>]) -> [Result<LSTMAnswer<Scalar>, any Error>] {
    program.results(ofCalls: problems)
  }

  func concurrentAnswers(to problem: LSTMProblem<Scalar>, calls: Int) throws -> [LSTMAnswer<Scalar>]? {
    try program.concurrentAnswers(to: problem, calls: calls)
  }

  func renewed() -> (any LSTMBackend<Scalar>)? {
    program.restart()
    return self
  }
}
