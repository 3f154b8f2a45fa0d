import ArgumentParser
import LSTMContract
import Verification

/// `probe`: the error of a backend's sigmoid and tanh, read through the public interface.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Measure the error of each backend's sigmoid and tanh through the LSTM interface.",
    discussion: "A sampled maximum, in units of u: compare it with what the backend declares.")

  @OptionGroup var subject: SubjectOptions

  func run() throws {
    for subject in try subject.named() {
      if let backend = subject.backend(as: Float.self) { try show(subject.name, backend) }
      if let backend = subject.backend(as: Double.self) { try show(subject.name, backend) }
    }
  }

  private func show<Scalar: LSTMScalar>(_ name: String, _ backend: any LSTMBackend<Scalar>) throws {
    let probe: ActivationProbe
    do {
      probe = try ActivationProbe(backend)
    } catch {
      try Interrupt.shared.check(wrong: false)
      throw Ending(.subjectWrong, "\(name): \(error)")
    }
    print("\(name) declares \(backend.model)")
    for (activation, reading) in [("sigmoid", probe.sigmoid), ("tanh", probe.tanh)] {
      print(
        "  \(activation): \(rounded(reading.absoluteUnits))u at \(reading.worstInput) as the \(reading.worstPlace), "
          + "\(rounded(reading.relativeUnits))u relative, \(reading.samples) samples, error \(reading.isRelative ? "relative" : "absolute")"
      )
    }
    if probe.flushesSmallSigmoids { print("  small sigmoids come back as zero") }
    if probe.tanhExceedsOne { print("  tanh exceeds 1") }
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
