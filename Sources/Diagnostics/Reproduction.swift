internal import LSTMContract
internal import LSTMOracle
internal import Mutants

/// Asks whether a hypothesis answers like the subject.
///
/// The subject's arithmetic is its own: other orders of summation, other formulas, fused or not. An answer of the
/// hypothesis therefore has a range of its own, which is read off its faulty body at the corners of what the subject
/// declares (`AnswerEnvelope`). Naming is a guess that agrees, never a verdict.
struct Reproduction<Scalar: LSTMScalar> {
  private let subject: SubjectRun<Scalar>
  private let corners: [LegalCorner]
  /// The wrong answers first: they decide most.
  private let order: [Int]
  /// How many probes the subject answers wrongly.
  let wrongCount: Int

  init(_ subject: SubjectRun<Scalar>) {
    self.subject = subject
    corners = LegalCorner.all(of: subject.model)
    let places = subject.runs.indices.filter { subject.runs[$0].failure == nil }
    let wrong = places.filter { subject.runs[$0].isWrong }
    order = wrong + places.filter { !subject.runs[$0].isWrong }
    wrongCount = wrong.count
  }

  /// How many drawn cases a mistake may miss: one in ten wrong answers, and four at most. On a long case a single
  /// rounding to the other side may lead far away, which a few corners do not always show.
  private var mostMissed: Int { min(4, wrongCount / 10) }

  /// How many probes there are to agree on.
  var probeCount: Int { order.count }

  /// How far the hypothesis lies from the subject's answers, as the root of the mean square in widths of its own range,
  /// and how many drawn cases it misses; nil where it does not reproduce the answers, right and wrong.
  func distance(of hypothesis: Hypothesis) -> (widths: Double, missed: Int)? {
    guard hypothesis.isStateful else {
      return distance(HypothesisAnswers(hypothesis, corners: corners), hypothesis, order)
    }
    // Nobody knows how often the subject was called before.
    for earlierCalls in 0...1 {
      let answers = HypothesisAnswers<Scalar>(hypothesis, corners: corners)
      for _ in 0..<earlierCalls { _ = order.first.map { distance(answers, hypothesis, at: $0) } }
      if let distance = distance(answers, hypothesis, order.sorted()) { return distance }
    }
    return nil
  }

  /// How many of the first probes the hypothesis reproduces; nil where it does not reproduce half of the wrong answers
  /// among them, and the resemblance is an accident.
  func reproducedCount(_ hypothesis: Hypothesis, ofFirst count: Int) -> Int? {
    let answers = HypothesisAnswers<Scalar>(hypothesis, corners: corners)
    let first = order.filter { $0 < count }
    let wrong = first.count { subject.runs[$0].isWrong }
    var (reproduced, missed) = (0, 0)
    for place in hypothesis.isStateful ? first.sorted() : first {
      if distance(answers, hypothesis, at: place) != nil {
        reproduced += 1
      } else if subject.runs[place].isWrong {
        missed += 1
        guard 2 * missed < wrong else { return nil }
      }
    }
    return reproduced
  }

  /// How many of the first probes the subject answers rightly.
  func rightCount(ofFirst count: Int) -> Int { order.count { $0 < count && !subject.runs[$0].isWrong } }

  /// The first probe that the hypothesis does not reproduce.
  func firstMissed(by hypothesis: Hypothesis) -> Probe<Scalar>? {
    let answers = HypothesisAnswers<Scalar>(hypothesis, corners: corners)
    return order.sorted().first { distance(answers, hypothesis, at: $0) == nil }.map { subject.runs[$0].probe }
  }

  private func distance(
    _ answers: HypothesisAnswers<Scalar>, _ hypothesis: Hypothesis, _ places: [Int]
  ) -> (widths: Double, missed: Int)? {
    var (squares, count, missed) = (0.0, 0, 0)
    for place in places {
      guard let distance = distance(answers, hypothesis, at: place) else {
        missed += 1
        guard place >= subject.designedCount, missed <= mostMissed else { return nil }
        continue
      }
      squares += distance.squares
      count += distance.count
    }
    return (count > 0 ? (squares / Double(count)).squareRoot() : 0, missed)
  }

  private func distance(
    _ answers: HypothesisAnswers<Scalar>, _ hypothesis: Hypothesis, at place: Int
  ) -> (squares: Double, count: Int)? {
    let run = subject.runs[place]
    guard let answer = run.answer else { return (0, 0) }
    let problem = run.probe.problem
    let asked = hypothesis.asked(problem)
    let plain = answers.plain(problem, asked: asked, omitting: answer.omitted)
    // A body that remembers its calls is called at every corner, whatever comes of it.
    let remembering = hypothesis.isStateful ? answers.corners(problem, asked: asked, omitting: answer.omitted) : nil
    // Where the mistake does not show, it reproduces what is right and explains nothing that is wrong.
    if Self.isSame(plain, run.probe.faithful, in: answer.given) { return run.isWrong ? nil : (0, 0) }
    if Self.isSame(answer, plain, in: answer.given) { return run.isWrong && !rejects(run, plain) ? nil : (0, 0) }
    if run.probe.isTame, hypothesis.mutant?.mutantClass != .precision, isFar(answer, plain) { return nil }
    var corners = remembering ?? answers.corners(problem, asked: asked, omitting: answer.omitted, at: 0..<2)
    if remembering == nil {
      if hypothesis.mutant?.mutantClass != .precision, isOutOfReach(answer, plain, corners) { return nil }
      corners += answers.corners(problem, asked: asked, omitting: answer.omitted, at: 2..<Int.max)
    }
    let envelope = AnswerEnvelope(plain: plain, corners: corners)
    guard let distance = envelope.distance(to: answer, right: run.isWrong ? run.probe.faithful : nil) else {
      return nil
    }
    // A hypothesis that is right within what the subject declares explains no wrong answer.
    guard !run.isWrong || rejects(run, plain) || corners.contains(where: { rejects(run, $0) }) else { return nil }
    return distance
  }

  private static func isSame(
    _ answer: LSTMAnswer<Scalar>, _ other: LSTMAnswer<Scalar>, in parts: [AnswerPart]
  ) -> Bool {
    answer.hasSameBits(as: other, in: parts)
  }

  private func rejects(_ run: ProbeRun<Scalar>, _ answer: LSTMAnswer<Scalar>) -> Bool {
    !run.probe.oracle.judge(answer, model: subject.model).agrees
  }

  /// Whether an answer lies thousands of times farther from the plain one than two corners do: the others need not be
  /// asked, and most hypotheses end here.
  private func isOutOfReach(
    _ answer: LSTMAnswer<Scalar>, _ plain: LSTMAnswer<Scalar>, _ corners: [LSTMAnswer<Scalar>]
  ) -> Bool {
    var (farthest, reach, largest) = (0.0, 0.0, 0.0)
    for part in answer.given {
      for (place, own) in plain[part].enumerated() where own.isFinite && answer[part][place].isFinite {
        let own = Double(own)
        largest = max(largest, abs(own))
        farthest = max(farthest, abs(Double(answer[part][place]) - own))
        for corner in corners {
          guard corner[part][place].isFinite else { return false }
          reach = max(reach, abs(Double(corner[part][place]) - own))
        }
      }
    }
    return farthest > 4_096 * (reach + subject.model.unitRoundoff * largest)
  }

  /// Whether two answers to a short probe of small numbers differ by more than any arithmetic explains.
  private func isFar(_ answer: LSTMAnswer<Scalar>, _ plain: LSTMAnswer<Scalar>) -> Bool {
    guard max(subject.model.sigmoid.absolute, subject.model.tanh.absolute) < 0x1p-12,
      max(subject.model.sigmoid.relative, subject.model.tanh.relative) < 0x1p-12,
      max(subject.model.accumulatorRoundoff, subject.model.operandRoundoff) < 0x1p-20
    else { return false }
    return answer.given.contains { part in
      zip(answer[part], plain[part]).contains { mine, own in
        mine.isFinite && own.isFinite && abs(mine - own) > 0x1p-4 * max(1, max(abs(mine), abs(own)))
      }
    }
  }
}
