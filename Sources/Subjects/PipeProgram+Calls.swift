internal import CaseFiles
internal import LSTMContract

extension PipeProgram {
  /// The results of several calls in this order, with no other between.
  func results<Scalar: LSTMScalar>(
    ofCalls problems: [LSTMProblem<Scalar>]
  ) -> [Result<LSTMAnswer<Scalar>, any Error>] {
    withState { state in
      var results: [Result<LSTMAnswer<Scalar>, any Error>] = []
      for problem in problems {
        do {
          results.append(.success(try answer(problem, &state)))
        } catch {
          results.append(.failure(error))
        }
      }
      return results
    }
  }

  /// Two answers of several calls at the same time that differ, or one where all agree; the calls are made by threads of
  /// the worker that loads the library.
  ///
  /// - Throws: `Refusal` where this is no library, or one that does not declare `concurrent_calls`; `SubjectFailure`.
  func concurrentAnswers<Scalar: LSTMScalar>(
    to problem: LSTMProblem<Scalar>, calls: Int
  ) throws -> [LSTMAnswer<Scalar>] {
    guard isLibrary, identity.concurrentCalls else { throw Refusal("\(identity.name) takes one call at a time") }
    let question = CaseFile(problem: AnyLSTMProblem(problem), metadata: [concurrentCallsKey: "\(calls)"])
    return try exchange(question, mostBytes: 2 * Self.mostBytes(in: problem)) { frame in
      let first = try parsed(frame, problem)
      let name = secondAnswerPrefix + AnswerPart.outputs.rawValue
      let hasSecond = try Safetensors(parsing: frame, name: "its answer").entry(name) != nil
      return try [first] + (hasSecond ? [parsed(frame, problem, prefix: secondAnswerPrefix)] : [])
    }
  }

  /// Ends the process and starts another, which remembers nothing.
  func restart() {
    withState { state in
      state.channel?.close()
      // Where it does not start, the next call says so.
      state.channel = try? Self.started(command, limits).0
    }
  }
}
