internal import LSTMContract
internal import LSTMOracle

/// Asks whether a hypothesis answers like the subject.
///
/// Both lie within the radius of the same exact value where the hypothesis is right, so they differ by at most two
/// radii. A planted fault may enlarge rounding errors in ways that no radius was derived for, so it gets four: naming
/// is a guess that agrees, never a verdict.
final class Reproduction<Scalar: LSTMScalar> {
  private struct Key: Hashable {
    let conventions: [Convention]
    let place: Int
  }

  private let subject: SubjectRun<Scalar>
  private var references: [Key: ReferenceAnswer] = [:]
  /// The wrong answers first: they decide most.
  private let order: [Int]
  /// How many probes the subject answers wrongly.
  let wrongCount: Int

  init(_ subject: SubjectRun<Scalar>) {
    self.subject = subject
    let places = subject.runs.indices.filter { subject.runs[$0].failure == nil }
    let wrong = places.filter { subject.runs[$0].isWrong }
    order = wrong + places.filter { !subject.runs[$0].isWrong }
    wrongCount = wrong.count
  }

  /// How many probes there are to agree on.
  var probeCount: Int { order.count }

  /// Whether the hypothesis reproduces every answer, right and wrong.
  func reproducesEverything(_ hypothesis: Hypothesis) -> Bool {
    guard hypothesis.isStateful else { return order.allSatisfy { reproduces(hypothesis, $0) } }
    // Nobody knows how often the subject was called before.
    return (0...1).contains { earlierCalls in
      let hypothesis = hypothesis.renewed
      for _ in 0..<earlierCalls { _ = order.first.map { reproduces(hypothesis, $0) } }
      return order.sorted().allSatisfy { reproduces(hypothesis, $0) }
    }
  }

  /// How many of the first probes the hypothesis reproduces, whatever it does on the others.
  func reproducedCount(_ hypothesis: Hypothesis, ofFirst count: Int) -> Int {
    let hypothesis = hypothesis.renewed
    return order.sorted().count { $0 < count && reproduces(hypothesis, $0) }
  }

  /// How many of the first probes the subject answers rightly.
  func rightCount(ofFirst count: Int) -> Int { order.count { $0 < count && !subject.runs[$0].isWrong } }

  private func reproduces(_ hypothesis: Hypothesis, _ place: Int) -> Bool {
    let run = subject.runs[place]
    guard let answer = run.answer else { return true }
    let problem = run.probe.problem
    let asked = hypothesis.asked(problem)
    let other = hypothesis.answer(problem, asked: asked)
    guard isNear(answer, other, hypothesis, place, asked) else { return false }
    // A hypothesis that the oracle accepts explains no wrong answer.
    return !run.isWrong || !run.probe.oracle.judge(other, model: subject.model).agrees
  }

  private func isNear(
    _ answer: LSTMAnswer<Scalar>, _ other: LSTMAnswer<Scalar>, _ hypothesis: Hypothesis, _ place: Int,
    _ asked: LSTMProblem<Scalar>
  ) -> Bool {
    let radii: Double = hypothesis.mutant == nil ? 2 : 4
    for part in AnswerPart.allCases {
      let (mine, its) = (answer[part], other[part])
      guard mine.indices.contains(where: { mine[$0].bits != its[$0].bits }) else { continue }
      let radius = moved(reference(hypothesis, place, asked), part, hypothesis, to: subject.runs[place].probe.problem)
      for element in mine.indices {
        let (a, b) = (Double(mine[element]), Double(its[element]))
        if a == b || (a.isNaN && b.isNaN) {
          // A wrong answer may be wrong in the sign of an exact zero alone.
          if a == 0, a.sign != b.sign, radius[element] == 0, subject.runs[place].isWrong { return false }
          continue
        }
        // Where the model decides nothing, a right implementation may answer anything; a fault that is the same code
        // still gives a value of the same kind and size.
        if !radius[element].isFinite, hypothesis.mutant == nil { continue }
        guard a.isFinite, b.isFinite else { return false }
        let slack = radius[element].isFinite ? radii * radius[element] : 0x1p-8 * max(abs(a), abs(b))
        guard abs(a - b) <= slack else { return false }
      }
    }
    return true
  }

  /// The radii of an array of the answer, moved about as the conventions move its values.
  private func moved(
    _ reference: ReferenceAnswer, _ part: AnswerPart, _ hypothesis: Hypothesis, to problem: LSTMProblem<Scalar>
  ) -> [Double] {
    guard !hypothesis.conventions.isEmpty else { return reference[part].radius }
    var radii = LSTMAnswer<Double>(to: problem.converted(to: Double.self))
    for part in AnswerPart.allCases { radii[part] = reference[part].radius }
    hypothesis.returned(&radii, to: problem)
    return radii[part]
  }

  private func reference(_ hypothesis: Hypothesis, _ place: Int, _ asked: LSTMProblem<Scalar>) -> ReferenceAnswer {
    let key = Key(conventions: hypothesis.conventions, place: place)
    if let known = references[key] { return known }
    let probe = subject.runs[place].probe
    let oracle = hypothesis.conventions.isEmpty ? probe.oracle : Oracle(asked)
    let reference = oracle.endToEnd(model: subject.model)
    references[key] = reference
    return reference
  }
}
