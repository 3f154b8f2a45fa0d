import ArgumentParser
import LSTMContract
import Verification

/// `--activation-class`: where the error allowed to sigmoid and tanh comes from.
struct ActivationClassOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The error allowed to sigmoid and tanh: probed (the default), declared, or a number of units of u.",
      discussion: """
        What lies outside the declared error is wrong. probed also reads a smaller one from a sample of answers, and \
        calls what lies outside of that alone suspicious; declared does not probe; a number stands for what the subject \
        declares.
        """,
      valueName: "class"))
  var activationClass: ActivationClass?

  /// The subjects as they are judged.
  ///
  /// - Parameters:
  ///   - deadline: no call of a program goes on behind it; the probe has a quarter of the time.
  ///   - areProbed: false where the subjects answer with weights of their own, whatever they are asked.
  func judged(
    _ subjects: [LSTMSubject], deadline: Deadline = Interrupt.shared.deadline, areProbed: Bool = true
  ) -> [LSTMSubject] {
    let probing = deadline.afterShare(0.25)
    return subjects.map { subject in
      switch activationClass ?? .probed {
      case .probed where !areProbed: subject
      case .probed: subject.judgedAsProbed(deadline: probing)
      case .declared: subject
      case .units(let units): subject.judged(activationUnits: units)
      }
    }
  }
}

/// A value of `--activation-class`.
enum ActivationClass: ExpressibleByArgument {
  case probed, declared
  case units(Double)

  init?(argument: String) {
    switch argument {
    case "probed": self = .probed
    case "declared": self = .declared
    default:
      guard let units = Double(argument), units >= 0.5, units.isFinite else { return nil }
      self = .units(units)
    }
  }
}
