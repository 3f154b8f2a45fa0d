public import LSTMContract

extension LSTMSubject {
  /// How long each scalar type is probed at most.
  private static let secondsForProbe = 20.0

  /// The same implementation with the tighter class that the probe reads through its interface beside the declared one.
  ///
  /// What lies outside the declared class is wrong; what lies outside the probed one only is suspicious. A sampled
  /// maximum is no bound, so twice of it and one unit more are allowed. The probed class is never wider than the
  /// declared one: a subject that errs more than it declares is to be found out, not excused.
  ///
  /// - Parameter deadline: where it passes before every place was asked once, the declared class stays alone.
  public func judgedAsProbed(deadline: Deadline = .never) -> LSTMSubject {
    var (remarks, cautions) = (remarks, cautions)
    var models: [ScalarKind: ArithmeticModel] = [:]
    func probe<Scalar: LSTMScalar>(_ type: Scalar.Type) {
      guard let backend = backend(as: type) else { return }
      let own = deadline.within(seconds: Self.secondsForProbe)
      guard let probe = try? ActivationProbe(backend, deadline: own) else {
        let reason = own.hasPassed ? " for want of time" : ""
        remarks.append("\(type.kind.rawValue): not probed\(reason), judged as declared")
        return
      }
      remarks.append("\(type.kind.rawValue): probed \(probe.summary)")
      cautions += probe.cautions(type.kind, backend.model)
      guard probe.isComplete else {
        remarks.append("\(type.kind.rawValue): the probe was stopped for want of time, judged as declared")
        return
      }
      let model = probe.tightened(backend.model)
      if model != backend.model { models[type.kind] = model }
    }
    probe(Float.self)
    probe(Double.self)
    return LSTMSubject(
      name: name, float: backend(as: Float.self), double: backend(as: Double.self), invocation: invocation,
      remarks: remarks, cautions: cautions, probed: models)
  }

  /// The same implementation, judged with sigmoid and tanh within this many units of u, as if it had declared them.
  public func judged(activationUnits units: Double) -> LSTMSubject {
    func judged<Scalar: LSTMScalar>(_ backend: (any LSTMBackend<Scalar>)?) -> (any LSTMBackend<Scalar>)? {
      guard let backend else { return nil }
      var model = backend.model
      model.sigmoid = ActivationClass(absolute: units * model.unitRoundoff)
      model.tanh = model.sigmoid
      return ModelOverride(backend: backend, model: model)
    }
    return LSTMSubject(
      name: name, float: judged(backend(as: Float.self)), double: judged(backend(as: Double.self)),
      invocation: invocation,
      remarks: remarks + ["judged with sigmoid and tanh within \(units)u, as asked"], cautions: cautions)
  }
}

/// A backend that is judged by another model than it declares.
private struct ModelOverride<Scalar: LSTMScalar>: LSTMBackend {
  let backend: any LSTMBackend<Scalar>
  let model: ArithmeticModel

  var name: String { backend.name }

  var omittedParts: Set<AnswerPart> { backend.omittedParts }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { backend.refusal(of: problem) }

  func refusal(of outline: ProblemOutline) -> Refusal? { backend.refusal(of: outline) }

  var sizes: FixedSizes { backend.sizes }
  var isOutside: Bool { backend.isOutside }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try backend.run(problem, into: &answer)
  }

  func results(ofCalls problems: [LSTMProblem<Scalar>]) -> [Result<LSTMAnswer<Scalar>, any Error>] {
    backend.results(ofCalls: problems)
  }

  func concurrentAnswers(to problem: LSTMProblem<Scalar>, calls: Int) throws -> [LSTMAnswer<Scalar>]? {
    try backend.concurrentAnswers(to: problem, calls: calls)
  }

  func renewed() -> (any LSTMBackend<Scalar>)? { backend.renewed().map { ModelOverride(backend: $0, model: model) } }
}
