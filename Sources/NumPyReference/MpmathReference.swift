internal import CPython
public import LSTMContract

/// An answer at 200 bits, rounded once.
public struct ExactAnswer: Sendable {
  /// Each element correctly rounded to the problem's scalar type, ties to even.
  public let rounded: AnyLSTMAnswer
  /// The exact value minus the rounded one, rounded to double: the two together are good to about 100 bits. 0 where the
  /// rounded one is not finite.
  public let low: [AnswerPart: [Double]]
  /// End-to-end radii around the rounded answer, rounded up; NaN where undecided.
  public let radius: [AnswerPart: [Double]]
}

/// The equations at 200 bits in mpmath, in the embedded interpreter (`Python/exact_reference.py`).
public struct MpmathReference: Sendable {
  /// What it is, for provenance.
  public let maker = "mpmath at 200 bits, rounded once"

  /// Starts the interpreter and imports mpmath.
  ///
  /// - Throws: `ReferenceUnavailable` where Python or mpmath is missing, one line naming the package to install.
  public static func start() async throws -> MpmathReference {
    try await PythonInterpreter.shared.loadExactReference()
    return MpmathReference()
  }

  /// One answer for each problem, in order, with radii for the model that `model` names for its scalar type.
  ///
  /// Where a value that is used is not finite, or the model decides nothing, `rounded` holds what IEEE arithmetic gives
  /// in the order of the equations, and the radius is NaN there.
  ///
  /// - Throws: `PythonError`; `CancellationError` between two problems.
  public func answers(
    to problems: [AnyLSTMProblem], model: (ScalarKind) -> ArithmeticModel = { ArithmeticModel(scalar: $0) }
  ) async throws -> [ExactAnswer] {
    var answers: [ExactAnswer] = []
    for problem in problems {
      try Task.checkCancellation()
      answers.append(try await PythonInterpreter.shared.exactAnswer(problem, model(problem.scalar)))
    }
    return answers
  }
}

extension PythonInterpreter {
  private func exactModule() throws -> PythonObject {
    try load("exact_reference", needing: "mpmath", from: "python3-mpmath")
  }

  fileprivate func loadExactReference() throws { _ = try exactModule() }

  fileprivate func exactAnswer(_ problem: AnyLSTMProblem, _ model: ArithmeticModel) throws -> ExactAnswer {
    switch problem {
    case .float(let problem): try exactAnswer(problem, model, significandBits: 24, leastExponent: -149)
    case .double(let problem): try exactAnswer(problem, model, significandBits: 53, leastExponent: -1_074)
    }
  }

  private func exactAnswer<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ model: ArithmeticModel, significandBits: Int, leastExponent: Int
  ) throws -> ExactAnswer {
    let module = try exactModule()
    let shape = problem.shape
    let state = shape.batch * shape.units
    let counts = AnswerPart.allCases.map { $0 == .outputs ? shape.timeSteps * state : state }
    let memory = AnswerMemory(counts: counts.flatMap { [$0, $0, $0] })
    let extra = [
      PythonObject(owning: PyLong_FromLong(significandBits)), PythonObject(owning: PyLong_FromLong(leastExponent)),
      PythonObject(owning: pythonModel(model)),
    ].compactMap { $0 }
    try PythonArguments.withCases([problem.converted(to: Double.self)], [memory], extra: extra) { cases in
      _ = try call(module, "answer_all", cases)
    }
    let arrays = memory.arrays
    var rounded = LSTMAnswer(to: problem)
    rounded.runtime = "mpmath"
    var (low, radius): ([AnswerPart: [Double]], [AnswerPart: [Double]]) = ([:], [:])
    for (number, part) in AnswerPart.allCases.enumerated() {
      rounded[part] = arrays[3 * number].map { Scalar($0) }
      low[part] = arrays[3 * number + 1]
      radius[part] = arrays[3 * number + 2]
    }
    return ExactAnswer(rounded: AnyLSTMAnswer(rounded), low: low, radius: radius)
  }

  /// The fields of the model, in the order in which the Python class takes them.
  private func pythonModel(_ model: ArithmeticModel) -> UnsafeMutablePointer<PyObject>? {
    func number(_ value: Double) -> UnsafeMutablePointer<PyObject>? { PyFloat_FromDouble(value) }
    func flag(_ value: Bool) -> UnsafeMutablePointer<PyObject>? { PyBool_FromLong(value ? 1 : 0) }
    func tuple(_ items: [UnsafeMutablePointer<PyObject>?]) -> UnsafeMutablePointer<PyObject>? {
      let tuple = PyTuple_New(items.count)
      for (place, item) in items.enumerated() { PyTuple_SetItem(tuple, place, item) }
      return tuple
    }
    return tuple([
      number(model.unitRoundoff), number(model.accumulatorRoundoff), flag(model.truncatingAccumulator),
      number(model.operandRoundoff), number(model.storageRoundoffH), number(model.storageRoundoffC),
      number(model.smallestNormal), number(model.largestFinite), flag(model.flushesToZero),
      flag(model.denormalsAreZero),
      tuple([number(model.sigmoid.relative), number(model.sigmoid.absolute)]),
      tuple([number(model.tanh.relative), number(model.tanh.absolute)]),
    ])
  }
}
