internal import CLSTMSubject
internal import CProcess
internal import CaseFiles
internal import Foundation
internal import LSTMContract

/// The other end of the pipe for a shared library: loads it and answers cases until its input ends.
public enum LibraryWorker {
  /// - Parameters:
  ///   - parent: the process that this one ends with.
  ///   - alignment: what the addresses of arrays are multiples of, a power of two; 1 where their elements decide.
  /// - Throws: `SubjectFailure` where the library cannot be loaded, or a frame is no case.
  public static func serve(library path: String, parent: Int32, alignment: Int = 1) throws(SubjectFailure) {
    // A library that computes for ever never sees the end of its input.
    guard lstm_process_end_with(parent) else { throw SubjectFailure("no thread can be started") }
    // What the library prints must not land between the frames.
    let output = dup(STDOUT_FILENO)
    guard output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else {
      throw SubjectFailure("standard output: \(String(cString: strerror(errno)))")
    }
    lstm_guarded_align(alignment)
    lstm_guarded_report_faults()
    let library = try SubjectLibrary(path: path)
    try send(SafetensorsWriter(metadata: library.identity), to: output)
    var layers: [Int: UnsafeMutableRawPointer] = [:]
    let memory = LibraryMemory()
    while let frame = try nextFrame() {
      let file: CaseFile
      do {
        file = try CaseFile(parsing: frame, name: "a frame")
      } catch {
        throw SubjectFailure("\(error)")
      }
      let reply =
        if file.metadata.keys.contains(where: { $0.hasPrefix("timed_") }) {
          timed(file, library, &layers)
        } else if let calls = file.metadata[concurrentCallsKey].flatMap(Int.init) {
          concurrentAnswers(to: file.problem, calls: calls, from: library)
        } else if let slot = file.metadata["read_slot"].flatMap(Int.init) {
          lastAnswer(to: file.problem, of: layers[slot], from: library)
        } else {
          answer(to: file.problem, from: library, memory)
        }
      try send(reply, to: output)
    }
  }

  /// Prepares a layer, or times calls of those that are prepared (`PipeProgram.prepare`, `seconds`).
  private static func timed(
    _ file: CaseFile, _ library: SubjectLibrary, _ layers: inout [Int: UnsafeMutableRawPointer]
  ) -> SafetensorsWriter {
    do {
      if let slot = file.metadata["timed_slot"].flatMap(Int.init) {
        layers[slot] =
          switch file.problem {
          case .float(let problem): try library.prepare(problem)
          case .double(let problem): try library.prepare(problem)
          }
        return SafetensorsWriter(metadata: ["prepared": "true"])
      }
      let slots = file.metadata["timed_slots"].flatMap(Int.init) ?? 0
      let seconds = try library.time(
        calls: file.metadata["timed_calls"].flatMap(Int.init) ?? 0, of: (0..<max(slots, 0)).compactMap { layers[$0] })
      return SafetensorsWriter(metadata: ["seconds": "\(seconds)"])
    } catch let refusal as Refusal {
      return SafetensorsWriter(metadata: ["refused": refusal.reason])
    } catch {
      return SafetensorsWriter(metadata: ["failed": "\(error)"])
    }
  }

  private static func answer(
    to problem: AnyLSTMProblem, from library: SubjectLibrary, _ memory: LibraryMemory
  ) -> SafetensorsWriter {
    reply {
      switch problem {
      case .float(let problem): writer([try library.answer(problem, in: memory)], to: problem)
      case .double(let problem): writer([try library.answer(problem, in: memory)], to: problem)
      }
    }
  }

  /// The answer of the last timed call of a prepared layer.
  private static func lastAnswer(
    to problem: AnyLSTMProblem, of layer: UnsafeMutableRawPointer?, from library: SubjectLibrary
  ) -> SafetensorsWriter {
    reply {
      guard let layer else { throw SubjectFailure("no layer was made ready in this place") }
      return switch problem {
      case .float(let problem): writer([try library.lastAnswer(of: layer, to: problem)], to: problem)
      case .double(let problem): writer([try library.lastAnswer(of: layer, to: problem)], to: problem)
      }
    }
  }

  /// Two answers of several calls at the same time that differ, the second under `secondAnswer`, or one where all agree.
  private static func concurrentAnswers(
    to problem: AnyLSTMProblem, calls: Int, from library: SubjectLibrary
  ) -> SafetensorsWriter {
    reply {
      switch problem {
      case .float(let problem):
        writer(try ConcurrentCalls(library, problem).answers(threads: calls), to: problem)
      case .double(let problem):
        writer(try ConcurrentCalls(library, problem).answers(threads: calls), to: problem)
      }
    }
  }

  private static func reply(_ writer: () throws -> SafetensorsWriter) -> SafetensorsWriter {
    do {
      return try writer()
    } catch let refusal as Refusal {
      return SafetensorsWriter(metadata: ["refused": refusal.reason])
    } catch {
      return SafetensorsWriter(metadata: ["failed": "\(error)"])
    }
  }

  private static func writer<Scalar: LSTMScalar>(
    _ answers: [LSTMAnswer<Scalar>], to problem: LSTMProblem<Scalar>
  ) -> SafetensorsWriter {
    var writer = SafetensorsWriter(metadata: ["runtime": answers.first?.runtime ?? ""])
    for (prefix, answer) in zip(["", secondAnswerPrefix], answers) {
      for part in AnswerPart.allCases {
        let state = [problem.shape.batch, problem.shape.units]
        let shape = part == .outputs ? problem.leadingShape + [problem.shape.units] : state
        writer.add(prefix + part.rawValue, shape: shape, answer[part])
      }
    }
    return writer
  }

  private static func send(_ writer: SafetensorsWriter, to descriptor: Int32) throws(SubjectFailure) {
    let body = writer.serialized()
    let frame = FrameChannel.prefix(body.count) + body
    var sent = 0
    while sent < frame.count {
      let count = frame.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
      guard count >= 0 || errno == EINTR else {
        throw SubjectFailure("standard output: \(String(cString: strerror(errno)))")
      }
      sent += max(count, 0)
    }
  }

  /// The next frame, or nil at the end of the input.
  private static func nextFrame() throws(SubjectFailure) -> [UInt8]? {
    guard let prefix = try bytes(8), prefix.count == 8 else { return nil }
    let length = FrameChannel.length(prefix)
    guard length <= UInt64(Safetensors.maximumFileSize) else {
      throw SubjectFailure("a frame of \(length) bytes, at most \(Safetensors.maximumFileSize) are read")
    }
    guard let frame = try bytes(Int(length)), frame.count == Int(length) else { return nil }
    return frame
  }

  private static func bytes(_ count: Int) throws(SubjectFailure) -> [UInt8]? {
    // Room is made as bytes come, not as a prefix announces them.
    var (bytes, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: min(count, 1 << 16)))
    while bytes.count < count {
      let received = read(STDIN_FILENO, &buffer, min(buffer.count, count - bytes.count))
      if received == 0 { return nil }
      guard received > 0 || errno == EINTR else {
        throw SubjectFailure("standard input: \(String(cString: strerror(errno)))")
      }
      bytes += buffer[..<max(received, 0)]
    }
    return bytes
  }
}
