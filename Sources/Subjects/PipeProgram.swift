internal import CaseFiles
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
  private let limits: SubjectLimits
  private let state: Mutex<State>

  private struct State {
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
  /// - Throws: `SubjectFailure` where it does not start or does not say who it is.
  public convenience init(command: String, limits: SubjectLimits = SubjectLimits()) throws(SubjectFailure) {
    try self.init(command: command, limits: limits, description: command)
  }

  private init(command: String, limits: SubjectLimits, description: String) throws(SubjectFailure) {
    self.command = command
    given = description
    self.limits = limits
    let (channel, identity) = try Self.started(command, limits)
    self.identity = identity
    state = Mutex(State(channel: channel))
  }

  /// Starts a worker that loads a shared library (`lstm_subject.h`).
  ///
  /// - Parameter worker: the executable that runs `LibraryWorker.serve` for `worker <library>`.
  /// - Throws: `SubjectFailure` where the library cannot be loaded.
  public convenience init(
    library path: String, worker: String, limits: SubjectLimits = SubjectLimits()
  ) throws(SubjectFailure) {
    try self.init(
      command: "\(Self.quoted(worker)) worker \(Self.quoted(path))", limits: limits, description: path)
  }

  /// Whether a `--subject` names a shared library rather than a command.
  public static func isLibrary(_ text: String) -> Bool {
    text.hasSuffix(".so") || text.hasSuffix(".dylib")
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  deinit { state.withLock { $0.channel?.close() } }

  private static func started(
    _ command: String, _ limits: SubjectLimits
  ) throws(SubjectFailure) -> (FrameChannel, SubjectIdentity) {
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
    let (shape, size) = (problem.shape, MemoryLayout<Scalar>.size)
    let answerBytes = (shape.timeSteps + 3) * shape.batch * shape.units * size
    return try exchange(CaseFile(problem: AnyLSTMProblem(problem)), mostBytes: answerBytes + 1 << 16) {
      try Self.parsed($0, problem)
    }
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
    if let reason = metadata["refused"] { throw Refusal(reason) }
    if let reason = metadata["failed"] { throw SaidFailure(reason: String(reason.prefix(200))) }
    guard let value = metadata[key] else { throw SubjectFailure("its answer: metadata '\(key)': missing") }
    return value
  }

  /// Sends a frame and reads the one that answers; starts the program where it does not run.
  private func exchange<Value>(
    _ question: CaseFile, mostBytes: Int, read: ([UInt8]) throws -> Value
  ) throws -> Value {
    let question = question.serialized()
    return try state.withLock { state in
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
        state.lostSeconds += (ContinuousClock.now - start) / .seconds(1)
        state.lastFailure = "\(error)"
        throw error
      }
    }
  }

  static func parsed<Scalar: LSTMScalar>(
    _ frame: [UInt8], _ problem: LSTMProblem<Scalar>
  ) throws -> LSTMAnswer<Scalar> {
    do {
      let tensors = try Safetensors(parsing: frame, name: "its answer")
      if let reason = tensors.metadata["refused"] { throw Refusal(reason) }
      if let reason = tensors.metadata["failed"] { throw SaidFailure(reason: String(reason.prefix(200))) }
      var parts: [[Scalar]] = []
      for part in AnswerPart.allCases {
        let found: Tensor<Scalar> = try tensors.scalars(of: part.rawValue)
        let state = [problem.shape.batch, problem.shape.units]
        let expected = part == .outputs ? problem.leadingShape + [problem.shape.units] : state
        guard found.shape == expected else {
          throw SubjectFailure(
            "its answer: tensor '\(part.rawValue)': found shape \(found.shape), expected \(expected)")
        }
        parts.append(found.elements)
      }
      return try LSTMAnswer(
        to: problem, lastOutput: parts[0], outputs: parts[1], finalH: parts[2], finalC: parts[3],
        runtime: tensors.metadata["runtime"] ?? "program")
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
      ])
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

  var model: ArithmeticModel {
    var model = ArithmeticModel(scalar: Scalar.kind, activationUnits: program.identity.activationUnits)
    model.flushesToZero = program.identity.flushesToZero
    return model
  }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { program.identity.refusal(of: problem) }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    answer = try program.answer(problem)
  }
}
