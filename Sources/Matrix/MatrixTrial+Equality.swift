internal import CaseLab
internal import LSTMContract
internal import Verification

extension MatrixTrial {
  static func threads<Scalar: LSTMScalar>(
    _ one: any LSTMBackend<Scalar>, _ other: (any LSTMBackend<Scalar>)?
  ) -> MatrixCell {
    let title = "one and two threads give the same bits"
    guard let other else {
      return MatrixCell(
        feature: "threads", title: title, verdict: .refused, agreed: 0, problems: 0,
        detail: "it does not say with how many threads it computes", causes: [])
    }
    return equality(one, other, "threads", title)
  }

  /// Whether two backends give the same bits on problems large enough to be divided.
  static func equality<Scalar: LSTMScalar>(
    _ one: any LSTMBackend<Scalar>, _ other: any LSTMBackend<Scalar>, _ feature: String, _ title: String
  ) -> MatrixCell {
    var cell = MatrixCell(
      feature: feature, title: title, verdict: .refused, agreed: 0, problems: 0, detail: "", causes: [])
    let generator = CaseGenerator(seed: 0x7_4AEAD5)
    for index in 0..<200 where cell.problems < 12 {
      let plan = generator.plan(index: index)
      // Large enough to be divided, and no larger.
      guard plan.shape.units > 16, plan.products <= 4_000_000 else { continue }
      let problem: LSTMProblem<Scalar> = generator.draw(plan).problem
      let options = problem.options
      guard problem.shape.units > 16, problem.shape.timeSteps > 1, problem.shape.batch > 1, problem.mask == nil,
        options.tanhActivation == .tanh, options.sigmoidActivation == .sigmoid, one.refusal(of: problem) == nil
      else { continue }
      cell.problems += 1
      do {
        let (first, second) = (try one.answer(problem), try other.answer(problem))
        if first.hasSameBits(as: second) { cell.agreed += 1 } else { cell.verdict = .disagrees }
      } catch is Refusal {
        cell.problems -= 1
      } catch {
        // Why it breaks on this problem is for the features to say.
        cell.problems -= 1
        cell.detail = "\(error)"
      }
    }
    if cell.problems == 0, !cell.detail.isEmpty { cell.verdict = .broke }
    if cell.agreed > 0 { cell.detail = "" }
    if cell.verdict == .refused, cell.agreed > 0 { cell.verdict = .agrees }
    if cell.verdict == .disagrees { cell.detail = "\(cell.problems - cell.agreed) of \(cell.problems) problems differ" }
    return cell
  }
}
