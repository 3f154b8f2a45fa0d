internal import LSTMContract

/// An answer does not depend on the calls before it: neither on one that differs in a single thing, nor in a single way.
///
/// Three calls: the problem, another one, the problem. The other one's answer is judged as a case of its own, after a
/// call that may have left something for it; then the problem must be answered with the bits that it had.
struct AfterOtherCalls: CallLaw {
  let group: OtherProblem.Group

  let judgesAnotherProblem = true
  var name: String { "after-other-\(group.rawValue)" }
  var statement: String { "A call after one with \(group.difference) is answered as if it were the first." }

  func violation<S: LSTMScalar>(
    of backend: any LSTMBackend<S>, on problem: LSTMProblem<S>, original: LSTMAnswer<S>, draw: UInt64,
    isRight: (LSTMProblem<S>, LSTMAnswer<S>) -> Bool
  ) throws -> CallLawViolation? {
    guard problem.shape.batch > 0 else { throw LawNotApplicable() }
    var draws = Draws(draw)
    let things = OtherProblem.allCases.filter { $0.group == group }
    let first = draws.number(below: things.count)
    var refusal: Refusal?
    for thing in things[first...] + things[..<first] {
      guard let other = try thing.made(of: problem, &draws) else { continue }
      if let declined = backend.refusal(of: other) {
        refusal = declined
        continue
      }
      let (asked, changed) = (AnyLSTMProblem(problem), AnyLSTMProblem(other))
      let pairs = [nil, CallPair(earlier: asked, later: changed), CallPair(earlier: changed, later: asked)]
      var answers: [LSTMAnswer<S>] = []
      do {
        for (result, pair) in zip(backend.results(ofCalls: [problem, other, problem]), pairs) {
          do {
            answers.append(try result.get())
          } catch  where !(error is Refusal) {
            throw NoAnswerAfterCall(reason: error, pair: pair)
          }
        }
      } catch let declined as Refusal {
        refusal = declined
        continue
      }
      guard answers.count == pairs.count else { throw LawNotApplicable() }
      let detail = "the call came after one with another \(thing.rawValue)"
      guard isRight(other, answers[1]) else {
        return CallLawViolation(
          law: name, expected: "a right answer", actual: "a wrong one", detail: detail, pair: pairs[1])
      }
      var found = difference(expected: original, actual: answers[2], detail: detail)
      found?.pair = pairs[2]
      return found
    }
    throw refusal ?? LawNotApplicable()
  }
}
