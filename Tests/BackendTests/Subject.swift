import LSTMContract
import Testing

/// A backend of either scalar type, asked and answering in `Double`: every value of the tests' problems is exact in
/// `Float`, and every `Float` answer is exact in `Double`, bits and all.
struct Subject: Sendable, CustomTestStringConvertible {
  let name: String
  let scalar: ScalarKind
  let model: ArithmeticModel
  private let ask: @Sendable (LSTMProblem<Double>, Double) throws -> (LSTMAnswer<Double>, LSTMProblem<Double>)

  init<Scalar: LSTMScalar>(_ backend: any LSTMBackend<Scalar>) {
    name = backend.name
    scalar = Scalar.kind
    model = backend.model
    ask = { problem, fill in
      let asked: LSTMProblem<Scalar> = problem.converted()
      var answer = LSTMAnswer(to: asked, filledWith: Scalar(fill))
      try backend.run(asked, into: &answer)
      var widened = LSTMAnswer(to: problem)
      for part in AnswerPart.allCases { widened[part] = answer[part].map { Double($0) } }
      widened.runtime = answer.runtime
      return (widened, asked.converted())
    }
  }

  var testDescription: String { "\(name) \(scalar.rawValue)" }

  /// u.
  var unitRoundoff: Double { model.unitRoundoff }

  /// The answer, written over arrays that held `fill`.
  func answer(_ problem: LSTMProblem<Double>, over fill: Double = .nan) throws -> LSTMAnswer<Double> {
    try ask(problem, fill).0
  }

  /// The problem as the backend left it.
  func problemAfterwards(_ problem: LSTMProblem<Double>) throws -> LSTMProblem<Double> {
    try ask(problem, .nan).1
  }
}

extension Array<Double> {
  /// The bit patterns, so that NaN equals itself and -0 differs from +0.
  var bits: [UInt64] { map(\.bitPattern) }
}

extension LSTMAnswer<Double> {
  /// The bit patterns of the four arrays.
  var bits: [[UInt64]] { AnswerPart.allCases.map { self[$0].bits } }

  /// Where the H values at (t or s, row) start in `outputs`.
  func place(_ step: Int, _ row: Int) -> Int {
    (layout == .timeMajor ? step * shape.batch + row : row * shape.timeSteps + step) * shape.units
  }

  /// `outputs` at one position.
  func output(_ step: Int, _ row: Int) -> [Double] {
    Array(outputs[place(step, row)..<place(step, row) + shape.units])
  }

  /// One row of one of the [B, H] arrays.
  func row(_ row: Int, of part: AnswerPart) -> [Double] {
    Array(self[part][row * shape.units..<(row + 1) * shape.units])
  }
}
