internal import LSTMContract
internal import LSTMOracle

/// Puts two calls to one subject, one after the other, and judges the second.
struct PairProbe<Scalar: LSTMScalar> {
  let backend: any LSTMBackend<Scalar>
  /// Whether each pair is put to a subject with nothing remembered of earlier pairs, where there is such a thing.
  var isRenewing = true

  /// What came of the second call.
  enum Outcome {
    case refused
    case held
    case failed(CheckFault)
  }

  /// How the second call fails after the first, or nil: where it is answered rightly, where the first is not, or where
  /// one of the two is refused. What is wrong by itself, or was spoilt before, shows nothing of an earlier call.
  func fault(earlier: LSTMProblem<Scalar>, later: LSTMProblem<Scalar>) -> CheckFault? {
    let outcome = outcome(earlier: earlier, later: later, firstIsRight: true)
    guard case .failed(let fault) = outcome else { return nil }
    return fault
  }

  /// What comes of the second call, whatever the first is answered.
  func outcome(earlier: LSTMProblem<Scalar>, later: LSTMProblem<Scalar>) -> Outcome {
    outcome(earlier: earlier, later: later, firstIsRight: false)
  }

  private func outcome(
    earlier: LSTMProblem<Scalar>, later: LSTMProblem<Scalar>, firstIsRight: Bool
  ) -> Outcome {
    guard backend.refusal(of: earlier) == nil, backend.refusal(of: later) == nil else { return .refused }
    let subject = isRenewing ? backend.renewed() ?? backend : backend
    // The third call has the second before it, which left nothing that could make a difference.
    let results = subject.results(ofCalls: [earlier, later, later])
    guard results.count == 3 else { return .refused }
    do {
      let first = try results[0].get()
      if firstIsRight, !Oracle(earlier).judge(first, model: subject.model).agrees { return .refused }
    } catch is Refusal {
      return .refused
    } catch {
      return firstIsRight ? .refused : .failed(CheckFault("no answer to the earlier call: \(error)", reason: error))
    }
    let answer: LSTMAnswer<Scalar>
    do {
      answer = try results[1].get()
    } catch is Refusal {
      return .refused
    } catch {
      return .failed(CheckFault("no answer after another call: \(error)", reason: error))
    }
    if let wrong = Oracle(later).judge(answer, model: subject.model).first {
      return .failed(CheckFault("after another call: \(wrong)", wrong))
    }
    guard case .success(let again) = results[2] else { return .held }
    let comparison = AnswerComparison(
      bitsOf: answer, again, parts: AnswerPart.allCases, problem: later,
      detail: "the value depends on the call before")
    return comparison.first.map { .failed(CheckFault("\($0)", $0)) } ?? .held
  }
}
