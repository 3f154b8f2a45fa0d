internal import CaseLab
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
  private(set) var model: ArithmeticModel
  private(set) var runs: [ProbeRun<Scalar>] = []
  /// How many of `runs`, the first ones, are designed probes.
  private(set) var designedCount = 0
  private(set) var refused = 0
  /// Probes that were not put: a subject that gives no answer so often tells no more by giving none again.
  private(set) var skipped = 0
  /// Whether the deadline passed before every probe was put.
  private(set) var wasCut = false
  /// Whether a probe that was answered before is answered otherwise now.
  private(set) var dependsOnEarlierCalls = false

  private static var mostWithoutAnswer: Int { 8 }
  private static var mostAskedAgain: Int { 8 }
  /// Fewer answers than this tell little.
  private static var leastAnswered: Int { 48 }

  init(
    _ backend: any LSTMBackend<Scalar>, designed: [Probe<Scalar>], drawn: [Probe<Scalar>],
    deadline: Deadline = .never
  ) {
    model = backend.model
    put(designed: designed, drawn: drawn, to: backend, deadline)
    // A subject that refuses most of them is asked what it does not refuse and is nearest to it.
    if runs.count < Self.leastAnswered, skipped == 0, !wasCut {
      var starved = SubjectRun(model: model)
      func plainer(_ probes: [Probe<Scalar>]) -> [Probe<Scalar>] {
        probes.compactMap { deadline.hasPassed ? nil : $0.answerable(by: backend) }
      }
      starved.put(designed: plainer(designed), drawn: plainer(drawn), to: backend, deadline)
      let count = designed.count + drawn.count
      starved.refused += count - starved.runs.count - starved.refused - starved.skipped
      self = starved
    }
    guard !wasCut else { return }
    askAgain(backend, deadline)
  }

  private init(model: ArithmeticModel) { self.model = model }

  private mutating func put(
    designed: [Probe<Scalar>], drawn: [Probe<Scalar>], to backend: any LSTMBackend<Scalar>, _ deadline: Deadline
  ) {
    var withoutAnswer = 0
    let probes = designed + drawn
    for (position, probe) in probes.enumerated() {
      if position <= designed.count { designedCount = runs.count }
      guard !deadline.hasPassed else {
        wasCut = true
        return
      }
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
        // A call that the deadline ended says nothing.
        guard !deadline.hasPassed else { continue }
        withoutAnswer += 1
        runs.append(ProbeRun(probe: probe, answer: nil, wrong: nil, failure: "no answer: \(error)"))
      }
    }
    if drawn.isEmpty { designedCount = runs.count }
  }

  private mutating func askAgain(_ backend: any LSTMBackend<Scalar>, _ deadline: Deadline) {
    // Zero weights hide what is left of another call, and so does the order in which the probes came.
    let asked = runs.filter { $0.answer != nil && $0.probe.problem.hasWeights }.suffix(Self.mostAskedAgain)
    for run in asked.reversed() + asked where !deadline.hasPassed {
      guard let first = run.answer, let again = try? backend.answer(run.probe.problem) else { continue }
      if !first.hasSameBits(as: again) { dependsOnEarlierCalls = true }
    }
  }
}

extension LSTMProblem {
  /// Whether K and R both have a value that is not 0.
  fileprivate var hasWeights: Bool {
    inputKernel.elements.contains { $0 != 0 } && hiddenKernel.elements.contains { $0 != 0 }
  }
}

extension Probe {
  /// The probe where the subject does not refuse it, or the nearest plainer problem that it answers; nil where it
  /// answers none of them.
  fileprivate func answerable(by backend: any LSTMBackend<Scalar>) -> Probe? {
    func isAnswered(_ problem: LSTMProblem<Scalar>) -> Bool {
      guard backend.refusal(of: problem) == nil else { return false }
      do {
        _ = try backend.answer(problem)
        return true
      } catch {
        return !(error is Refusal)
      }
    }
    if isAnswered(problem) { return self }
    return problem.plainer(sizes: backend.sizes).first(where: isAnswered).map {
      Probe(CaseLine.begins(name) ? "\(name), made plainer" : name, equation, $0)
    }
  }
}
