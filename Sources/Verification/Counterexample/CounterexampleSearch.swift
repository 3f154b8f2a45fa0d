internal import CaseLab
internal import LSTMContract
internal import LSTMOracle
internal import Properties

/// The smallest calls that show a failure.
struct FoundFailure<Scalar: LSTMScalar> {
  /// One problem, or two where an earlier call matters; the last one is answered wrongly.
  var calls: [LSTMProblem<Scalar>]
  var fault: CheckFault
  var attempts: Int
}

/// Looks for the smallest problem, or the smallest pair of calls, that fails as a drawn case did.
struct CounterexampleSearch<Scalar: LSTMScalar> {
  let backend: any LSTMBackend<Scalar>
  /// All subjects, for agreement.
  let subjects: [SubjectOnTrial<Scalar>]
  let failure: CheckFailure
  let draws: [UInt64]
  /// What a call says that it cut short is nothing about the subject.
  let deadline: Deadline

  /// How long pairs are looked for: a subject may take seconds to start.
  private static var mostSearching: Double { 10 }
  /// Not every other value makes a difference that can be seen.
  private static var moreDraws: ClosedRange<UInt64> { 4...15 }
  /// A subject that is renewed within this time is renewed for every attempt.
  private static var quickRenewal: Duration { .milliseconds(1) }

  /// The smallest calls that fail like `problem`, or nil where the failure does not come again.
  func smallest(_ problem: LSTMProblem<Scalar>) -> FoundFailure<Scalar>? {
    if let earlier: LSTMProblem<Scalar> = failure.earlier?.typed() {
      // By itself the second call may fail as well. A subject that cannot be renewed might then only remember.
      let alone: any SubjectCheck = failure.kindOfNoAnswer == nil ? OracleCheck() : AnswersCheck()
      if backend.renewed() != nil, let found = smallestAlone(problem, alone) { return found }
      if let found = smallestPair([earlier], problem) { return found }
    }
    guard let problem: LSTMProblem<Scalar> = failure.given.typed() else { return nil }
    // A line does not say under which draw a law fails: a replay tries its own.
    return smallestAlone(problem, failure.question.under(draws: Replay.draws))
      ?? smallestAlone(problem, failure.question.under(draws: draws)) ?? smallestPair([], problem)
  }

  /// Nil where the deadline may have made the fault.
  private func timely(_ fault: () -> CheckFault?) -> CheckFault? {
    guard !deadline.hasPassed, let fault = fault(), !deadline.hasPassed else { return nil }
    return fault
  }

  private func fault(
    _ check: any SubjectCheck, on problem: LSTMProblem<Scalar>, of backend: any LSTMBackend<Scalar>
  ) -> CheckFault? {
    timely { check.failure(of: backend, on: problem, among: subjects) }
  }

  private func fault(
    _ earlier: LSTMProblem<Scalar>, _ later: LSTMProblem<Scalar>, isRenewing: Bool = true
  ) -> CheckFault? {
    timely { PairProbe(backend: backend, isRenewing: isRenewing).fault(earlier: earlier, later: later) }
  }

  /// Whether the subject can be renewed, and does so quickly.
  private var renewal: (isPossible: Bool, isQuick: Bool) {
    let start = ContinuousClock.now
    let isPossible = backend.renewed() != nil
    return (isPossible, isPossible && ContinuousClock.now - start < Self.quickRenewal)
  }

  /// Nil where the problem does not fail by itself.
  private func smallestAlone(_ problem: LSTMProblem<Scalar>, _ check: any SubjectCheck) -> FoundFailure<Scalar>? {
    guard let drawn = fault(check, on: problem, of: backend.renewed() ?? backend) else { return nil }
    return smallest(like: drawn, drawn: [problem]) { isRenewing, isLike in
      Shrinker<Scalar>(deadline: deadline).shrink(problem) { candidate in
        isLike(fault(check, on: candidate, of: isRenewing ? backend.renewed() ?? backend : backend))
      }
    } again: {
      fault(check, on: $0[0], of: backend.renewed() ?? backend)
    }
  }

  /// Nil where none of the earlier calls, nor any that differs in a single thing or in a size and the values, makes the
  /// problem fail.
  private func smallestPair(
    _ known: [LSTMProblem<Scalar>], _ problem: LSTMProblem<Scalar>
  ) -> FoundFailure<Scalar>? {
    let searching = deadline.within(seconds: Self.mostSearching)
    func other(_ problem: LSTMProblem<Scalar>, _ thing: OtherProblem, _ draw: UInt64) -> LSTMProblem<Scalar>? {
      (try? thing.made(of: problem, draw: draw)) ?? nil
    }
    func similar(_ draws: [UInt64]) -> AnySequence<LSTMProblem<Scalar>> {
      AnySequence(draws.lazy.flatMap { draw in OtherProblem.allCases.lazy.compactMap { other(problem, $0, draw) } })
    }
    // What is kept from a call of another size shows only where it had other values as well.
    let resized = draws.lazy.flatMap { draw in
      OtherProblem.allCases.lazy.filter { $0.group == .sizes }.compactMap { other(problem, $0, draw) }.flatMap {
        sized in
        OtherProblem.allCases.lazy.filter { $0.group == .values || $0.group == .weights }
          .compactMap { other(sized, $0, ~draw) }
      }
    }
    let earlierCalls = [
      AnySequence(known + [problem]), similar(draws), AnySequence(resized), similar(Array(Self.moreDraws)),
    ]
    for earlier in earlierCalls.joined() {
      guard !searching.hasPassed else { return nil }
      guard let drawn = fault(earlier, problem) else { continue }
      return smallest(like: drawn, drawn: [earlier, problem]) { isRenewing, isLike in
        Shrinker<Scalar>(deadline: deadline).shrink(earlier: earlier, later: problem) {
          isLike(fault($0, $1, isRenewing: isRenewing))
        }
      } again: {
        fault($0[0], $0[1])
      }
    }
    return nil
  }

  /// Shrinks, and sees that the smallest calls fail a subject that remembers nothing of the attempts.
  ///
  /// The smaller calls must break the same equation, or give no answer for the same reason: they might show another fault.
  private func smallest(
    like drawn: CheckFault, drawn calls: [LSTMProblem<Scalar>],
    shrink: (_ isRenewing: Bool, _ isLike: (CheckFault?) -> Bool) -> ShrinkResult<Scalar>,
    again: ([LSTMProblem<Scalar>]) -> CheckFault?
  ) -> FoundFailure<Scalar> {
    let renewal = renewal
    for isRenewing in renewal.isQuick ? [true] : renewal.isPossible ? [false, true] : [false] {
      var last = drawn
      let shrunk = shrink(isRenewing) { fault in
        guard let fault, fault.isLike(drawn) else { return false }
        last = fault
        return true
      }
      if let fault = deadline.hasPassed ? last : again(shrunk.calls) {
        return FoundFailure(calls: shrunk.calls, fault: fault, attempts: shrunk.attempts)
      }
    }
    return FoundFailure(calls: calls, fault: drawn, attempts: 0)
  }
}
