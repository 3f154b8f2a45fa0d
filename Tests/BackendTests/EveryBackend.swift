import BLASBackend
import LSTMContract
import NaiveBackend
import SIMDBackend

/// The backends on trial in this target: a line for each, in both scalar types.
enum EveryBackend {
  static let inBothScalars: [[Subject]] =
    [
      [Subject(NaiveBackend<Float>()), Subject(NaiveBackend<Double>())],
      [Subject(BLASBackend<Float>()), Subject(BLASBackend<Double>())],
    ]
    + InstructionSet.allCases.compactMap { set in
      guard let float = try? SIMDBackend<Float>(instructionSet: set),
        let double = try? SIMDBackend<Double>(instructionSet: set)
      else { return nil }
      return [Subject(float), Subject(double)]
    }

  static let all: [Subject] = inBothScalars.flatMap { $0 }
}
