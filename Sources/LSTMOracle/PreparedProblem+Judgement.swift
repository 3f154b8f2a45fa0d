internal import LSTMContract

extension PreparedProblem {
  /// From so many products on not every element of a `Double` answer is judged in pairs of doubles.
  private static var fewestProductsOfSample: Int { 1 << 26 }
  /// Of shorter sums it is not the products that are dear.
  private static var shortestSumOfSample: Int { 129 }

  /// Whether only a sample of an answer is judged in pairs of doubles.
  static func isSampled(_ shape: LSTMShape) -> Bool {
    Scalar.usesPairs && shape.products >= fewestProductsOfSample
      && shape.inputSize + shape.units >= shortestSumOfSample
  }

  /// Every element of the answer, judged; where that is too dear, every element by a reference in double, and a sample
  /// of rows and units in pairs of doubles.
  ///
  /// What the answer omits is counted and not judged.
  func judgement(of answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier) -> StepJudgement {
    guard !answer.omitted.isEmpty else { return judgementOfParts(of: answer, model, tier) }
    var judgement =
      answer.omitted.contains(.outputs)
      ? judgementByStates(of: answer, model, tier) : judgementOfParts(of: answer, model, tier)
    for part in answer.omitted { judgement.parts[part].notGiven = answer[part].count }
    return judgement
  }

  private func judgementOfParts(
    of answer: LSTMAnswer<Scalar>, _ model: ArithmeticModel, _ tier: RadiusTier
  ) -> StepJudgement {
    guard Self.isSampled(problem.shape) else {
      var trial = StepTrial(self, answer, model, tier)
      trial.judgeRules()
      trial.judgeSteps()
      return trial.judgement
    }
    var trial = StepTrial(self, answer, model, tier, inDouble: true, findsWorst: true)
    trial.judgeRules()
    trial.judgeSteps()
    let sample = PairSample(problem, worst: trial.worst)
    var fine = StepTrial(PreparedProblem(self, units: sample.units), answer, model, tier, rows: sample.rows)
    fine.judgeSteps()
    return trial.judgement.narrowed(by: fine.judgement, pairs: sample.rows.count * sample.units.count)
  }
}
