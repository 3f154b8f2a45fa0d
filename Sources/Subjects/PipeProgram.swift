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
  /// What it said of itself.
  public let identity: SubjectIdentity
  private let limits: SubjectLimits
  private let channel: Mutex<FrameChannel?>

  /// The longest first frame.
  private static let mostIdentityBytes = 1 << 16

  /// Starts the program and reads its first frame.
  ///
  /// - Throws: `SubjectFailure` where it does not start or does not say who it is.
  public init(command: String, limits: SubjectLimits = SubjectLimits()) throws(SubjectFailure) {
    self.command = command
    self.limits = limits
    let (channel, identity) = try Self.started(command, limits)
    self.identity = identity
    self.channel = Mutex(channel)
  }

  deinit { channel.withLock { $0?.close() } }

  private static func started(
    _ command: String, _ limits: SubjectLimits
  ) throws(SubjectFailure) -> (FrameChannel, SubjectIdentity) {
    var channel = try FrameChannel(command: command, limits: limits)
    do {
      let frame = try channel.exchange(nil, mostBytes: mostIdentityBytes, seconds: limits.startSeconds)
      do {
        let tensors = try Safetensors(parsing: frame, name: "its first frame")
        return (channel, try SubjectIdentity(metadata: tensors.metadata))
      } catch let error as CaseFileError {
        throw SubjectFailure("\(error)")
      }
    } catch {
      channel.close()
      throw error as? SubjectFailure ?? SubjectFailure("\(error)")
    }
  }

  /// The answer to one case.
  ///
  /// - Throws: `Refusal` where the program declines, `SubjectFailure` where it gives no answer.
  func answer<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) throws -> LSTMAnswer<Scalar> {
    let question = CaseFile(problem: AnyLSTMProblem(problem)).serialized()
    let (shape, size) = (problem.shape, MemoryLayout<Scalar>.size)
    let answerBytes = (shape.timeSteps + 3) * shape.batch * shape.units * size
    return try channel.withLock { channel in
      do {
        var current = try channel ?? Self.started(command, limits).0
        channel = current
        let frame = try current.exchange(question, mostBytes: answerBytes + 1 << 16, seconds: limits.caseSeconds)
        channel = current
        return try Self.parsed(frame, problem)
      } catch let refusal as Refusal {
        throw refusal
      } catch {
        channel?.close()
        channel = nil
        throw error
      }
    }
  }

  private static func parsed<Scalar: LSTMScalar>(
    _ frame: [UInt8], _ problem: LSTMProblem<Scalar>
  ) throws -> LSTMAnswer<Scalar> {
    do {
      let tensors = try Safetensors(parsing: frame, name: "its answer")
      if let reason = tensors.metadata["refused"] { throw Refusal(reason) }
      if let reason = tensors.metadata["failed"] { throw SubjectFailure("said: \(reason.prefix(200))") }
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
      invocation: "--subject '\(command.replacing("'", with: "'\\''"))'",
      remarks: ["program '\(command)'" + (identity.version.isEmpty ? "" : ", version \(identity.version)")])
  }
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
