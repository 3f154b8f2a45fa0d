internal import LSTMContract

/// A check that leaves something to chance.
protocol DrawnCheck: SubjectCheck {
  /// The draws that decide its random choices, each in turn.
  var draws: [UInt64] { get set }

  /// What comes of it under one draw.
  func outcome<Scalar: LSTMScalar>(on asked: AnsweredProblem<Scalar>, draw: UInt64) -> CheckOutcome
}

extension DrawnCheck {
  func under(draws: [UInt64]) -> any SubjectCheck {
    var check = self
    check.draws = draws
    return check
  }

  /// The outcome under the first draw that fails, else under the last.
  func outcome<Scalar: LSTMScalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome {
    var last = CheckOutcome.notApplicable
    for draw in draws {
      last = outcome(on: asked, draw: draw)
      if case .failed = last { return last }
    }
    return last
  }
}
