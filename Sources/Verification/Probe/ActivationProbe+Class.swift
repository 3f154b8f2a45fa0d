internal import Foundation
package import LSTMContract

extension ActivationProbe {
  private var readings: [(name: String, reading: Reading, range: Double)] {
    [("sigmoid", sigmoid, 1), ("tanh", tanh, 2)].filter { $0.reading.samples > 0 }
  }

  /// The declared model with the smaller class of each function.
  package func tightened(_ declared: ArithmeticModel) -> ArithmeticModel {
    var model = declared
    model.sigmoid = sigmoid.tightened(declared.sigmoid, declared)
    model.tanh = tanh.tightened(declared.tanh, declared)
    return model
  }

  /// What was read, in one line; a function that is none is described in words.
  var summary: String {
    readings.map { name, reading, range in
      guard reading.isApproximation(ofRange: range) else { return "\(name): what comes is no \(name)" }
      return "\(name) \(reading.absoluteUnits.fixed(2))u"
        + (reading.isRelative ? " (\(reading.relativeUnits.fixed(2))u of the value)" : "")
        + " over \(reading.samples.grouped) pre-activations"
    }.joined(separator: ", ")
  }

  /// What to say of each function that errs more than is declared, a line each: how large, where, and what accepts it.
  func cautions(_ scalar: ScalarKind, _ declared: ArithmeticModel) -> [SubjectCaution] {
    readings.compactMap { name, reading, range in
      let bound = name == "tanh" ? declared.tanh : declared.sigmoid
      let isWithin = bound.relative == 0 ? reading.largestError <= bound.absolute : true
      guard !isWithin else { return nil }
      // A sigmoid that is off only where a tanh is read with it is not to blame.
      let beside = bound.absolute + tanh.largestError
      if name == "sigmoid", reading.largestErrorAlone <= bound.absolute, reading.largestError <= 2 * beside {
        return nil
      }
      let place = "at z = \(reading.worstInput) as the \(reading.worstPlace)"
      guard reading.isApproximation(ofRange: range) else {
        let shown =
          reading.range.map { $0.lowerBound == $0.upperBound ? "always \($0.lowerBound)" : "" } ?? "never a number"
        let what = shown.isEmpty ? "it is off by \(reading.largestError.shortened) \(place)" : shown
        return SubjectCaution(scalar, "what comes for the \(name) is no \(name): \(what)")
      }
      let accepted = (2 * reading.absoluteUnits + 1).roundedUp
      let sentence =
        "\(name) is an approximation: off by \(reading.largestError.shortened) "
        + "(\(reading.absoluteUnits.rounded().whole)u) \(place), where \((bound.absolute / declared.unitRoundoff).shortened)u "
        + "are declared; '--activation-class \(accepted) --scalar \(scalar.rawValue)' accepts it, and so does the key "
        + "activation_units=\(accepted) that the subject itself declares"
      return SubjectCaution(scalar, sentence)
    }
  }
}

extension ActivationProbe.Reading {
  /// The smaller of the declared class and the one that the reading suggests: relative where the error is.
  func tightened(_ declared: ActivationClass, _ model: ArithmeticModel) -> ActivationClass {
    func allowed(_ units: Double) -> Double { (2 * units + 1) * model.unitRoundoff }
    guard absoluteUnits.isFinite, samples > 0, declared.relative == 0 else { return declared }
    if isRelative, allowed(relativeUnits) + model.smallestNormal <= declared.absolute {
      return ActivationClass(relative: allowed(relativeUnits), absolute: model.smallestNormal)
    }
    return ActivationClass(absolute: min(declared.absolute, allowed(absoluteUnits)))
  }
}

extension Double {
  /// Three digits.
  fileprivate var shortened: String {
    guard isFinite, self != 0 else { return "\(self)" }
    return String(format: "%.3g", self)
  }

  /// A count without a fraction, grouped where it is small enough to be an integer.
  fileprivate var whole: String { self < 1e15 ? Int(self).grouped : shortened }

  /// The next number of two digits, as an option takes it.
  fileprivate var roundedUp: String {
    guard self >= 10 else { return "\(rounded(.up))" }
    var (scale, value) = (1.0, self)
    while value >= 100 {
      value /= 10
      scale *= 10
    }
    let whole = value.rounded(.up) * scale
    return whole < 1e15 ? "\(Int(whole))" : String(format: "%.1e", whole)
  }
}
