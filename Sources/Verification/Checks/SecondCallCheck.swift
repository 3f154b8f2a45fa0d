internal import LSTMContract

/// That the second of two calls is answered rightly, and with the bits that it has without the first.
struct SecondCallCheck: SubjectCheck {
  /// What is asked first.
  let earlier: AnyLSTMProblem

  var identity: Check { .secondOfTwo }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome {
    guard let earlier: LSTMProblem<Scalar> = earlier.typed() else { return .notApplicable }
    return switch PairProbe(backend: asked.backend).outcome(earlier: earlier, later: asked.problem) {
    case .refused: .refused
    case .held: .held(isDecidable: true)
    case .failed(let fault): .failed(fault)
    }
  }
}

extension AnyLSTMProblem {
  /// The problem in this scalar type, where it is of it.
  func typed<Scalar: LSTMScalar>() -> LSTMProblem<Scalar>? {
    switch self {
    case .float(let problem): problem as? LSTMProblem<Scalar>
    case .double(let problem): problem as? LSTMProblem<Scalar>
    }
  }
}
