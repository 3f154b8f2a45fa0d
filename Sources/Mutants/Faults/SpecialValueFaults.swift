internal import LSTMContract

extension Mutant {
  /// Values that are not finite, swallowed or spread.
  static let specialValueFaults: [Mutant] = [
    Mutant(
      "nan-swallowed", "A NaN pre-activation counts as 0.", class: .special, origin: .systematic,
      fault: NaNSwallowed()),
    Mutant(
      "infinity-clamped", "Pre-activations are clamped to the largest finite number, NaN becoming the smallest.",
      class: .special, origin: .systematic, fault: Clamped()),
    Mutant(
      "nan-from-masked-steps", "Masked inputs enter the sums with weight 0, so that NaN leaks.", class: .special,
      origin: .systematic, fault: LeakingMask()),
    Mutant(
      "nan-from-neighbours", "A NaN in the input of one row makes every row's last_output NaN.", class: .special,
      origin: .systematic, fault: LeakingRow()),
    Mutant(
      "saturated-sigmoid-nan", "The sigmoid of an infinity is NaN.", class: .special, origin: .systematic,
      fault: InfiniteSigmoid()),
  ]
}

private struct NaNSwallowed: Fault {
  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S { z.isNaN ? 0 : z }
}

private struct Clamped: Fault {
  func preActivation<S: LSTMScalar>(_ z: S, gate: Gate, unit: Int) -> S {
    let limit = S.greatestFiniteMagnitude
    return z > limit ? limit : z > -limit ? z : -limit
  }
}

private struct LeakingMask: Fault {
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    guard let view = MaskView(problem) else { return }
    let (size, units) = (problem.shape.inputSize, problem.shape.units)
    for row in 0..<view.batch {
      let leaks = (0..<view.steps).contains { time in
        let start = view.position(time, row) * size
        return !view.counts(time, row) && problem.input.elements[start..<start + size].contains { !$0.isFinite }
      }
      if leaks { for unit in 0..<units { answer.finalC[row * units + unit] = .nan } }
    }
  }
}

private struct LeakingRow: Fault {
  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    guard problem.input.elements.contains(where: \.isNaN) else { return }
    answer.lastOutput = answer.lastOutput.map { _ in .nan }
  }
}

private struct InfiniteSigmoid: Fault {
  func value<S: LSTMScalar>(of activation: Activation, at z: S, by rule: ActivationRule) -> S {
    activation == .sigmoid && z.isInfinite ? .nan : rule.value(of: activation, at: z)
  }
}
