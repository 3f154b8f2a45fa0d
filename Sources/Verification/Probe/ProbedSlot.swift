internal import LSTMContract

/// T, B, I and H of a question.
struct ProbedShape: Hashable {
  var timeSteps: Int
  var batch: Int
  var inputSize = 1
  var units: Int
}

/// One place at one shape, with how often it is asked.
struct ProbedSlot {
  var place: ProbedPlace
  var shape: ProbedShape
  var calls: Int
  /// The design that the subject answered, once there is one.
  var design: ProbedDesign?
  var isRefused = false

  /// H = 64 first; then a vector's remainder of every kind, and flattened loops over B·H.
  private static let shapes: [ProbedShape] = [
    ProbedShape(timeSteps: 1, batch: 1, units: 64), ProbedShape(timeSteps: 1, batch: 1, units: 1),
    ProbedShape(timeSteps: 2, batch: 3, units: 3), ProbedShape(timeSteps: 1, batch: 1, units: 7),
    ProbedShape(timeSteps: 1, batch: 5, units: 7), ProbedShape(timeSteps: 3, batch: 1, units: 8),
    ProbedShape(timeSteps: 1, batch: 2, inputSize: 3, units: 63), ProbedShape(timeSteps: 4, batch: 1, units: 64),
    ProbedShape(timeSteps: 2, batch: 1, units: 65), ProbedShape(timeSteps: 1, batch: 16, units: 1),
  ]

  /// Every place at every shape, with the sizes that the subject fixes.
  static func all(calls: Int, sizes: FixedSizes) -> [ProbedSlot] {
    var seen: Set<ProbedShape> = []
    let different = shapes.map { shape in
      ProbedShape(
        timeSteps: sizes.timeSteps ?? shape.timeSteps, batch: sizes.batch ?? shape.batch,
        inputSize: sizes.inputSize ?? shape.inputSize, units: sizes.units ?? shape.units)
    }.filter { seen.insert($0).inserted }
    return different.enumerated().flatMap { number, shape in
      ProbedPlace.allCases.map { place in
        let often = place == .forgetGate || place == .candidate ? calls : calls / 4
        return ProbedSlot(place: place, shape: shape, calls: max(1, number == 0 ? often : calls / 8))
      }
    }
  }

  /// The one shape that a subject with fixed sizes accepts.
  static func all(of shape: ProbedShape, calls: Int) -> [ProbedSlot] {
    let pooled = max(1, min(calls * 64 / max(1, shape.units), calls * 8))
    return ProbedPlace.allCases.map { ProbedSlot(place: $0, shape: shape, calls: pooled) }
  }

  /// The pre-activations of one call, one for each unit; nil once the subject has refused.
  ///
  /// A third is spread evenly over the unsaturated range, a third over the magnitudes, and a third far out.
  ///
  /// - Parameter shift: moves the points of different slots apart.
  func inputs<Scalar: LSTMScalar>(_ call: Int, shift: Int, _ type: Scalar.Type) -> [Scalar]? {
    guard !isRefused else { return nil }
    // Multiples of the golden ratio fill the unit interval evenly.
    let offset = (Double(shift) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
    let count = calls * shape.units
    return (0..<shape.units).map { unit in
      let index = call + unit * calls
      let fraction = (Double(index / 3) + offset) / Double((count + 2) / 3)
      let sign: Double = index % 2 == 0 ? 1 : -1
      switch index % 3 {
      case 0: return Scalar(40 * fraction - 20)
      case 1:
        let power = fraction * 30
        return Scalar(
          sign
            * Double(sign: .plus, exponent: Int(power) - 25, significand: 1 + power.truncatingRemainder(dividingBy: 1)))
      default: return Scalar(sign * fraction * (Scalar.kind == .float ? 100 : 740))
      }
    }
  }
}
