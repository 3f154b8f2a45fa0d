internal import LSTMContract
internal import Verification

/// A tolerance that somebody picked: |actual - expected| <= absolute + relative * |expected|.
struct FixedTolerance: Sendable {
  /// Whose it is.
  var name: String
  var relative: Double
  var absolute: Double

  /// The defaults for float that shipping frameworks document.
  static let defaults = [
    FixedTolerance(name: "torch", relative: 1.3e-6, absolute: 1e-5),
    FixedTolerance(name: "ONNX", relative: 1e-3, absolute: 1e-7),
    FixedTolerance(name: "Keras", relative: 1e-6, absolute: 1e-6),
    FixedTolerance(name: "NumPy", relative: 1e-7, absolute: 0),
  ]

  /// Whether every element lies within; NaN equals NaN.
  func accepts(_ actual: [Double], _ expected: [Double]) -> Bool {
    zip(actual, expected).allSatisfy { value, wanted in
      value == wanted || (value.isNaN && wanted.isNaN) || abs(value - wanted) <= absolute + relative * abs(wanted)
    }
  }
}
