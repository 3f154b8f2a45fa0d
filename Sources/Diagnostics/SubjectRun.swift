internal import LSTMContract
internal import LSTMOracle

/// What a subject made of one probe.
struct ProbeRun<Scalar: LSTMScalar> {
  let probe: Probe<Scalar>
  /// Nil where the subject gave none.
  let answer: LSTMAnswer<Scalar>?
  /// What the step oracle finds wrong, or nil.
  let wrong: Discrepancy?
  /// Why there is no answer, or nil.
  let failure: String?

  var isWrong: Bool { wrong != nil || failure != nil }
}

/// A subject's answers to every probe that it does not refuse, each called once and in order.
struct SubjectRun<Scalar: LSTMScalar> {
  let model: ArithmeticModel
  private(set) var runs: [ProbeRun<Scalar>] = []
  private(set) var refused = 0
  /// Probes that were not put: a subject that gives no answer so often tells no more by giving none again.
  private(set) var skipped = 0
  /// Whether a probe that was answered before is answered otherwise now.
  private(set) var dependsOnEarlierCalls = false

  private static var mostWithoutAnswer: Int { 8 }

  init(_ backend: any LSTMBackend<Scalar>, _ probes: [Probe<Scalar>]) {
    model = backend.model
    var withoutAnswer = 0
    for (position, probe) in probes.enumerated() {
      guard withoutAnswer < Self.mostWithoutAnswer else {
        skipped = probes.count - position
        break
      }
      guard backend.refusal(of: probe.problem) == nil else {
        refused += 1
        continue
      }
      do {
        let answer = try backend.answer(probe.problem)
        let judgement = probe.oracle.judge(answer, model: model)
        runs.append(ProbeRun(probe: probe, answer: answer, wrong: judgement.first, failure: nil))
      } catch is Refusal {
        refused += 1
      } catch {
        withoutAnswer += 1
        runs.append(ProbeRun(probe: probe, answer: nil, wrong: nil, failure: "no answer: \(error)"))
      }
    }
    for run in runs.prefix(3) {
      for _ in 0..<2 {
        guard let first = run.answer, let again = try? backend.answer(run.probe.problem) else { continue }
        let isSame = AnswerPart.allCases.allSatisfy { part in
          zip(first[part], again[part]).allSatisfy { $0.bits == $1.bits || ($0.isNaN && $1.isNaN) }
        }
        if !isSame { dependsOnEarlierCalls = true }
      }
    }
  }
}
