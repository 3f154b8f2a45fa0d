internal import Foundation
internal import LSTMContract
internal import LSTMOracle

/// How far a subject's sigmoid and tanh err, where that alone explains all its wrong answers.
public struct ActivationReading: Sendable, Codable {
  /// The largest error of one activation among the arguments that were tried.
  public struct Extreme: Sendable, Codable {
    /// The absolute error.
    public var error: Double
    /// The argument at which it was found.
    public var argument: Double
  }

  /// The sigmoid's.
  public var sigmoid: Extreme
  /// tanh's.
  public var tanh: Extreme
  /// The unit roundoff in which classes are counted.
  public var unitRoundoff: Double
  /// The class, in units of u, under which every answer is right.
  public var units: Double

  /// An activation that errs more is another function.
  private static var mostError: Double { 0.125 }

  /// Nil where the activations keep to what is declared, cannot be read, or do not explain all wrong answers.
  init?<Scalar: LSTMScalar>(_ backend: any LSTMBackend<Scalar>, explaining run: SubjectRun<Scalar>) {
    guard let sigmoid = Self.extreme(of: backend, .i), let tanh = Self.extreme(of: backend, .j) else { return nil }
    (self.sigmoid, self.tanh, unitRoundoff) = (sigmoid, tanh, backend.model.unitRoundoff)
    let error = max(sigmoid.error, tanh.error)
    guard error > max(backend.model.sigmoid.absolute, backend.model.tanh.absolute), error <= Self.mostError else {
      return nil
    }
    // A tenth more, since other arguments may be worse, to two digits.
    let needed = 1.1 * error / unitRoundoff
    let digit = pow(10, max(0, log10(needed).rounded(.down) - 1))
    units = (needed / digit).rounded(.up) * digit
    var model = run.model
    model.sigmoid.absolute = units * unitRoundoff
    model.tanh.absolute = units * unitRoundoff
    let agrees = run.runs.allSatisfy { probe in
      guard probe.isWrong else { return true }
      return probe.answer.map { probe.probe.oracle.judge($0, model: model).agrees } ?? false
    }
    guard agrees else { return nil }
  }

  /// Reads one factor of c = i·j while the other is saturated, in four calls of 64 units.
  private static func extreme<Scalar: LSTMScalar>(of backend: any LSTMBackend<Scalar>, _ gate: Gate) -> Extreme? {
    var extreme = Extreme(error: 0, argument: 0)
    for part in 0..<4 {
      let arguments = (0..<64).map { Double(Scalar(Double($0 * 4 + part) / 16 - 7.96875)) }
      var design = ProbeDesign()
      design.units = arguments.count
      design.bias = { $0 == gate ? arguments[$1] : 64 }
      let problem = design.problem(as: Scalar.self)
      guard backend.refusal(of: problem) == nil, let answer = try? backend.answer(problem) else { return nil }
      let readsCell = !answer.omitted.contains(.finalC)
      guard readsCell || !answer.omitted.contains(.finalH) else { return nil }
      for (unit, z) in arguments.enumerated() {
        let value = gate == .j ? Foundation.tanh(z) : 1 / (1 + exp(-z))
        let expected = readsCell ? value : Foundation.tanh(value)
        let error = abs(Double(readsCell ? answer.finalC[unit] : answer.finalH[unit]) - expected)
        guard error <= mostError else { return nil }
        if error > extreme.error { extreme = Extreme(error: error, argument: z) }
      }
    }
    return extreme
  }
}

extension ActivationReading {
  /// For a person: what, how large, where, and what accepts it.
  var lines: [String] {
    func text(_ name: String, _ extreme: Extreme) -> String {
      let units = Int((extreme.error / unitRoundoff).rounded())
      return "\(name) by up to \(units) u (\(shortened(extreme.error))) at \(shortened(extreme.argument))"
    }
    return [
      "cause: an approximation of the activations: \(text("tanh errs", tanh)), \(text("the sigmoid", sigmoid))",
      "  all answers are right but for that: --activation-class \(Int(units)) accepts it, if it is meant",
    ]
  }

  private func shortened(_ value: Double) -> String { String(format: "%.3g", value) }
}
