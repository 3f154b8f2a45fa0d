public import LSTMContract

extension LSTMSubject {
  /// The same implementation, judged with the activation error that the probe reads through its interface, where that
  /// is less than it declares.
  ///
  /// A sampled maximum is no bound, so twice of it and one unit more are allowed. The class is never wider than the
  /// declared one: a subject that errs more than it declares is to be found out, not excused.
  public func judgedAsProbed() -> LSTMSubject {
    var remarks = remarks
    func probed<Scalar: LSTMScalar>(_ backend: (any LSTMBackend<Scalar>)?) -> (any LSTMBackend<Scalar>)? {
      guard let backend else { return nil }
      guard let probe = try? ActivationProbe(backend) else {
        remarks.append("\(Scalar.kind.rawValue): not probed, judged as declared")
        return backend
      }
      var model = backend.model
      model.sigmoid = probe.sigmoid.tightened(model.sigmoid, model)
      model.tanh = probe.tanh.tightened(model.tanh, model)
      remarks.append("\(Scalar.kind.rawValue): probed \(probe.summary)")
      return ModelOverride(backend: backend, model: model)
    }
    let (float, double) = (probed(backend(as: Float.self)), probed(backend(as: Double.self)))
    return LSTMSubject(name: name, float: float, double: double, invocation: invocation, remarks: remarks)
  }

  /// The same implementation, judged with sigmoid and tanh within this many units of u.
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
      remarks: remarks + ["judged with sigmoid and tanh within \(units)u, as asked"])
  }
}

/// A backend that is judged by another model than it declares.
private struct ModelOverride<Scalar: LSTMScalar>: LSTMBackend {
  let backend: any LSTMBackend<Scalar>
  let model: ArithmeticModel

  var name: String { backend.name }

  func refusal(of problem: LSTMProblem<Scalar>) -> Refusal? { backend.refusal(of: problem) }

  func run(_ problem: LSTMProblem<Scalar>, into answer: inout LSTMAnswer<Scalar>) throws {
    try backend.run(problem, into: &answer)
  }
}

extension ActivationProbe {
  fileprivate var summary: String {
    func one(_ name: String, _ reading: Reading) -> String {
      "\(name) \(reading.absoluteUnits.fixed(2))u"
        + (reading.isRelative ? " (\(reading.relativeUnits.fixed(2))u of the value)" : "")
    }
    return "\(one("sigmoid", sigmoid)), \(one("tanh", tanh)) over \(sigmoid.samples.grouped) pre-activations each"
  }
}

extension ActivationProbe.Reading {
  /// The smaller of the declared class and the one that the reading suggests: relative where the error is.
  func tightened(_ declared: ActivationClass, _ model: ArithmeticModel) -> ActivationClass {
    func allowed(_ units: Double) -> Double { (2 * units + 1) * model.unitRoundoff }
    guard absoluteUnits.isFinite, samples > 0, declared.relative == 0 else { return declared }
    if isRelative, allowed(relativeUnits) + model.smallestNormal <= declared.absolute {
      return ActivationClass(relative: allowed(relativeUnits), absolute: model.smallestNormal)
    }
    return ActivationClass(absolute: min(declared.absolute, allowed(absoluteUnits)))
  }
}
