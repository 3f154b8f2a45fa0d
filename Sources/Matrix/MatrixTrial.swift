internal import CaseLab
internal import Diagnostics
internal import LSTMContract
internal import LSTMOracle
internal import Verification

/// One feature, put to one subject.
enum MatrixTrial {
  struct Result {
    var cell: MatrixCell
    var runtimes: [String] = []
    var ratio: (value: Double, name: String)?

    init(cell: MatrixCell) { self.cell = cell }

    init(declined feature: Feature, _ reason: String) {
      cell = MatrixCell(
        feature: feature.id, title: feature.title, verdict: .refused, agreed: 0, problems: 0, detail: reason, causes: []
      )
    }
  }

  static func result<Scalar: LSTMScalar>(
    _ name: String, _ measured: MeasuredBackend<Scalar>, _ feature: Feature
  ) -> Result {
    let backend = measured.backend
    let problems = feature.problems(as: Scalar.self)
    var result = Result(declined: feature, "")
    result.cell.problems = problems.count
    var (refusals, wrong, broken): ([String], [LSTMProblem<Scalar>], [LSTMProblem<Scalar>]) = ([], [], [])
    var suspicious = 0
    for named in problems {
      if let refusal = backend.refusal(of: named.problem) {
        refusals.append(refusal.reason)
        continue
      }
      do {
        let answer = try backend.answer(named.problem)
        result.runtimes.append(answer.runtime)
        let verdict = ClassVerdict(
          Oracle(named.problem), answer, declared: backend.model, probed: measured.probed)
        let judgement = verdict.declared
        if verdict.suspicion != nil { suspicious += 1 }
        if judgement.first != nil {
          wrong.append(named.problem)
          continue
        }
        result.cell.agreed += 1
        if let ratio = verdict.tightest.largestRatio?.value, ratio > result.ratio?.value ?? 0 {
          result.ratio = (ratio, "\(feature.id), \(named.name)")
        }
      } catch let refusal as Refusal {
        refusals.append(refusal.reason)
      } catch {
        broken.append(named.problem)
      }
    }
    if let first = (wrong + broken).first {
      // A wrong answer says more than none; the cell names both.
      result.cell.verdict = wrong.isEmpty ? .broke : .disagrees
      describe(&result.cell, backend, first, wrong.isEmpty ? AnswersCheck() : OracleCheck())
      if !wrong.isEmpty, !broken.isEmpty { result.cell.detail += "; and no answer to \(broken.count) more" }
      if !wrong.isEmpty {
        result.cell.causes = Diagnosis(name, backend, feature: feature).explanations.map(\.sentence)
      }
    } else if result.cell.agreed > 0 {
      result.cell.verdict = .agrees
      let doubts = "\(suspicious) suspicious: inside the declared class and outside the probed one"
      let declined = refusals.first.map { "\(refusals.count) declined: \($0)" }
      result.cell.detail = [suspicious > 0 ? doubts : nil, declined].compactMap { $0 }.joined(separator: "; ")
    } else {
      result.cell.detail = refusals.first ?? ""
    }
    return result
  }

  /// Shrinks the first failing problem and says what is wrong with the smallest.
  private static func describe<Scalar: LSTMScalar>(
    _ cell: inout MatrixCell, _ backend: any LSTMBackend<Scalar>, _ problem: LSTMProblem<Scalar>,
    _ check: any SubjectCheck
  ) {
    guard let drawn = check.failure(of: backend, on: problem) else {
      cell.detail = "not seen again on a second run"
      return
    }
    // A framework may take a tenth of a second for a problem.
    let shrunk = Shrinker<Scalar>(maximumAttempts: 600, seconds: 15).shrink(problem) { candidate in
      check.failure(of: backend, on: candidate).map { $0.isLike(drawn) } ?? false
    }
    let last = check.failure(of: backend, on: shrunk.problem) ?? drawn
    cell.detail = last.detail
    cell.equation = last.discrepancy?.equation
    cell.line = Case(problem: shrunk.problem, origin: .explicit).line
    cell.shape = shrunk.problem.shape
  }

  static func ratioCell(_ results: [Result]) -> MatrixCell {
    let largest = results.compactMap(\.ratio).max { $0.value < $1.value }
    return MatrixCell(
      feature: "largest-ratio", title: "largest |error|/radius where it agrees",
      verdict: largest == nil ? .refused : .agrees, agreed: largest == nil ? 0 : 1, problems: 1,
      detail: largest.map { "\($0.value.fixed(3)) in \($0.name)" } ?? "nothing agrees", causes: [])
  }
}
