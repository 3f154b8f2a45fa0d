internal import LSTMContract
internal import Verification

/// A backend judged with the activation error that was read from it.
struct MeasuredBackend<Scalar: LSTMScalar> {
  let backend: any LSTMBackend<Scalar>
  /// The tighter model that the probe suggests, where there is one.
  let probed: ArithmeticModel?
  let probe: ActivationProbe?
  let reason: String

  /// Up to here a larger error of the activations is a cell of its own and is allowed for in all others, so that it
  /// does not hide them. Above, it is a fault like any other.
  private static var mostUnits: Double { 100 }

  init?(_ subject: LSTMSubject) {
    guard let declared: any LSTMBackend<Scalar> = subject.backend() else { return nil }
    do {
      let probe = try ActivationProbe(declared, calls: 16, deadline: .never.within(seconds: 60))
      let worst = max(probe.sigmoid.absoluteUnits, probe.tanh.absoluteUnits)
      let isLarge = worst > 6 && worst <= Self.mostUnits
      backend = isLarge ? subject.judged(activationUnits: 2 * worst + 1).backend() ?? declared : declared
      let model = probe.tightened(declared.model)
      probed = isLarge || !probe.isComplete || model == declared.model ? nil : model
      self.probe = probe
      reason = ""
    } catch {
      (backend, probed, probe, reason) = (declared, nil, nil, "\(error)")
    }
  }

  var activationCell: MatrixCell {
    let scalar = Scalar.kind.rawValue
    guard let probe else {
      return MatrixCell(
        feature: "activations-\(scalar)", title: "error of sigmoid and tanh in \(scalar)", verdict: .refused, agreed: 0,
        problems: 1, detail: "not probed: \(reason)", causes: [])
    }
    let worst = max(probe.sigmoid.absoluteUnits, probe.tanh.absoluteUnits)
    var notes: [String] = []
    if probe.flushesSmallSigmoids { notes.append("small sigmoids come as 0") }
    if probe.tanhExceedsOne { notes.append("tanh exceeds 1") }
    let isWrong = !(worst <= 6) || probe.tanhExceedsOne
    return MatrixCell(
      feature: "activations-\(scalar)", title: "error of sigmoid and tanh in \(scalar)",
      verdict: isWrong ? .disagrees : .agrees, agreed: isWrong ? 0 : 1, problems: 1,
      detail: (["sigmoid \(probe.sigmoid.absoluteUnits.fixed(2))u, tanh \(probe.tanh.absoluteUnits.fixed(2))u"] + notes)
        .joined(separator: "; "), causes: [])
  }
}
