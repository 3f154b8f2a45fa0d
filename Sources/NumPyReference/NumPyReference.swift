/// The equations in NumPy, in an embedded interpreter on one thread.
///
/// The Python source is `Python/lstm_reference.py`. It calls no BLAS, or NumPy would load the library that the BLAS
/// backend uses and be no witness of its own.
internal import CPython
public import LSTMContract

/// NumPy as a reference in double precision.
public struct NumPyReference: LSTMReference {
  public let name = "numpy"
  public let model = ArithmeticModel(scalar: .double)
  /// The versions that run: `numpy 1.24.2/python 3.11.2`.
  public let runtime: String

  /// Starts the interpreter and imports NumPy.
  ///
  /// - Throws: `ReferenceUnavailable` where Python or NumPy is missing, one line naming the package to install.
  public static func start() async throws -> NumPyReference {
    NumPyReference(runtime: try await PythonInterpreter.shared.numPyVersions())
  }

  /// The most cases of one Python call. More would not be faster, and lending memory nests seven closures for each.
  static let casesPerCall = 64

  /// - Throws: `PythonError` where NumPy raises; `CancellationError` between two calls of Python.
  public func answers(to problems: [LSTMProblem<Double>]) async throws -> [LSTMAnswer<Double>] {
    var answers: [LSTMAnswer<Double>] = []
    answers.reserveCapacity(problems.count)
    for start in stride(from: 0, to: problems.count, by: Self.casesPerCall) {
      try Task.checkCancellation()
      let some = Array(problems[start..<min(start + Self.casesPerCall, problems.count)])
      answers += try await PythonInterpreter.shared.numPyAnswers(some, runtime: runtime)
    }
    return answers
  }
}

extension PythonInterpreter {
  private func numPyModule() throws -> PythonObject {
    try load("lstm_reference", needing: "numpy", from: "python3-numpy")
  }

  fileprivate func numPyVersions() throws -> String {
    guard let none = PythonObject(owning: lstm_python_none()) else { throw exception() }
    return text(try call(try numPyModule(), "versions", none))
  }

  fileprivate func numPyAnswers(
    _ problems: [LSTMProblem<Double>], runtime: String
  ) throws -> [LSTMAnswer<Double>] {
    let module = try numPyModule()
    let memories = problems.map { problem in
      let state = problem.shape.batch * problem.shape.units
      return AnswerMemory(counts: [state, problem.shape.timeSteps * state, state, state])
    }
    try PythonArguments.withCases(problems, memories, extra: []) { cases in
      _ = try call(module, "answer_all", cases)
    }
    return try zip(problems, memories).map { problem, memory in
      let arrays = memory.arrays
      return try LSTMAnswer(
        to: problem, lastOutput: arrays[0], outputs: arrays[1], finalH: arrays[2], finalC: arrays[3], runtime: runtime)
    }
  }
}
