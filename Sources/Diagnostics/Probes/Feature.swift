public import LSTMContract

/// Something that an LSTM implementation may support or not, with problems that show it.
public struct Feature: Sendable {
  /// A short name, for files.
  public let id: String
  /// What it is, for a table.
  public let title: String
  /// The equation that decides it.
  public let equation: Equation
  /// The scalar type that it is about; nil where any will do.
  public let scalar: ScalarKind?
  private let float: [Named<Float>]
  private let double: [Named<Double>]

  /// A problem with a few words that say what it is.
  public struct Named<Scalar: LSTMScalar>: Sendable {
    /// What is special about it.
    public let name: String
    /// The problem.
    public let problem: LSTMProblem<Scalar>
  }

  /// The problems in a scalar type.
  public func problems<Scalar: LSTMScalar>(as type: Scalar.Type = Scalar.self) -> [Named<Scalar>] {
    let problems: Any = Scalar.kind == .float ? float : double
    return problems as? [Named<Scalar>] ?? []
  }

  init(
    _ id: String, _ title: String, _ equation: Equation, scalar: ScalarKind? = nil,
    _ designs: [(name: String, design: ProbeDesign)]
  ) {
    (self.id, self.title, self.equation, self.scalar) = (id, title, equation, scalar)
    float = designs.map { Named(name: $0.name, problem: $0.design.problem()) }
    double = designs.map { Named(name: $0.name, problem: $0.design.problem()) }
  }
}

extension Feature {
  /// Every feature, from what all implementations have to what few have.
  public static let all: [Feature] = plain + sequences + masked + values

  private static func dense(
    _ name: String, sizes: (steps: Int, batch: Int, input: Int, units: Int) = (4, 3, 2, 3),
    _ edit: (inout ProbeDesign) -> Void = { _ in }
  ) -> (name: String, design: ProbeDesign) {
    var design = ProbeDesign.dense
    (design.timeSteps, design.batch, design.inputSize, design.units) = sizes
    let damping = 1 / Double(max(sizes.input + sizes.units, 5)).squareRoot()
    let (input, hidden) = (design.inputKernel, design.hiddenKernel)
    design.inputKernel = { 2 * damping * input($0, $1, $2) }
    design.hiddenKernel = { 2 * damping * hidden($0, $1, $2) }
    edit(&design)
    return (name, design)
  }

  private static func zeroState(_ design: inout ProbeDesign) {
    design.initialH = { _, _ in 0 }
    design.initialC = { _, _ in 0 }
  }

  private static var plain: [Feature] {
    [
      Feature(
        "forward", "forward, from zero states", .preActivation,
        [
          dense("one step", sizes: (1, 1, 1, 1), zeroState), dense("four steps", zeroState),
          dense("odd sizes", sizes: (7, 5, 9, 17), zeroState), dense("wider", sizes: (6, 4, 70, 65), zeroState),
        ]),
      Feature(
        "initial-state", "initial h and c", .finalState,
        [dense("one step", sizes: (1, 2, 1, 2)), dense("four steps"), dense("odd sizes", sizes: (7, 5, 9, 17))]),
      Feature("no-bias", "no bias", .preActivation, [dense("four steps") { $0.bias = nil }]),
      Feature(
        "time-major", "time-major arrays", .outputOrder,
        [
          dense("unlike sizes") { $0.options.layout = .timeMajor },
          dense("as many steps as rows", sizes: (3, 3, 2, 3)) { $0.options.layout = .timeMajor },
        ]),
      Feature(
        "float64", "float64", .preActivation, scalar: .double,
        [dense("four steps"), dense("odd sizes", sizes: (7, 5, 9, 17))]),
    ]
  }

  private static var sequences: [Feature] {
    func backwards(_ order: OutputOrder) -> (inout ProbeDesign) -> Void {
      {
        $0.options.goBackwards = true
        $0.options.outputOrder = order
      }
    }
    return [
      Feature(
        "backward", "backward, outputs in processing order", .outputOrder,
        [dense("two steps", sizes: (2, 1, 1, 1), backwards(.processing)), dense("four steps", backwards(.processing))]),
      Feature(
        "backward-aligned", "backward, outputs beside their inputs", .outputOrder,
        [dense("two steps", sizes: (2, 1, 1, 1), backwards(.aligned)), dense("four steps", backwards(.aligned))]),
      Feature("no-steps", "T = 0", .emptyProblem, [dense("no steps", sizes: (0, 2, 1, 2))]),
      Feature("no-rows", "B = 0", .emptyProblem, [dense("no rows", sizes: (2, 0, 1, 2))]),
      Feature(
        "one-unit", "H = 1 and I = 1", .preActivation,
        [
          dense("one unit", sizes: (3, 2, 2, 1)), dense("one feature", sizes: (3, 2, 1, 2)),
          dense("one of each", sizes: (3, 1, 1, 1)),
        ]),
      Feature(
        "long", "long sequences", .cellState,
        [dense("T = 300", sizes: (300, 1, 2, 3)), dense("T = 1000", sizes: (1_000, 1, 1, 1))]),
    ]
  }

  private static var masked: [Feature] {
    func masked(
      zero: Bool, backwards: Bool = false, order: OutputOrder = .processing, _ mask: @escaping (Int, Int) -> Bool
    ) -> (inout ProbeDesign) -> Void {
      {
        $0.mask = mask
        $0.options.zeroOutputForMask = zero
        $0.options.goBackwards = backwards
        $0.options.outputOrder = order
      }
    }
    let lengths: (Int, Int) -> Bool = { time, row in time < 4 - row }
    let gaps: (Int, Int) -> Bool = { time, row in time != 1 + row % 2 }
    let leading: (Int, Int) -> Bool = { time, row in time > row }
    return [
      Feature(
        "lengths", "sequence lengths, zeros past the end", .maskedOutput,
        [
          dense("lengths 4, 3, 2", masked(zero: true, lengths)),
          dense("length 1 of 2", sizes: (2, 1, 1, 1), masked(zero: true) { time, _ in time < 1 }),
        ]),
      Feature(
        "lengths-held", "sequence lengths, outputs held past the end", .maskedOutput,
        [dense("lengths 4, 3, 2", masked(zero: false, lengths))]),
      Feature(
        "lengths-backward", "sequence lengths, backward within the length", .maskDirection,
        [
          dense("beside their inputs", masked(zero: true, backwards: true, order: .aligned, lengths)),
          dense("processing order", masked(zero: true, backwards: true, lengths)),
        ]),
      Feature(
        "length-zero", "a sequence of length 0", .maskedRow,
        [
          dense("lengths 4, 0, 2", masked(zero: true) { time, row in time < [4, 0, 2][row] }),
          dense("lengths 0", sizes: (2, 1, 1, 1), masked(zero: true) { _, _ in false }),
        ]),
      Feature(
        "mask-gaps", "any mask, outputs held", .maskedState, [dense("a step left out", masked(zero: false, gaps))]),
      Feature(
        "mask-gaps-zero", "any mask, zeros at masked steps", .maskedOutput,
        [dense("a step left out", masked(zero: true, gaps))]),
      Feature(
        "mask-leading", "masked first steps with an initial state, outputs held", .maskedOutput,
        [
          dense("padding on the left", masked(zero: false, leading)),
          dense("first of two", sizes: (2, 1, 1, 1), masked(zero: false) { time, _ in time > 0 }),
        ]),
      Feature(
        "mask-leading-zero", "masked first steps with an initial state, zeros", .maskedOutput,
        [dense("padding on the left", masked(zero: true, leading))]),
      Feature(
        "mask-backward", "any mask, backward, outputs held", .maskDirection,
        [
          dense("a step left out", masked(zero: false, backwards: true, gaps)),
          dense("padding on the left", masked(zero: false, backwards: true, leading)),
        ]),
      Feature(
        "mask-backward-zero", "any mask, backward, zeros at masked steps", .maskDirection,
        [
          dense("a step left out", masked(zero: true, backwards: true, gaps)),
          dense("padding on the right", masked(zero: true, backwards: true, lengths)),
        ]),
      Feature(
        "masked-nan", "NaN at masked steps", .maskedValues,
        [
          dense("NaN past the length", masked(zero: true, lengths)),
          dense("infinity past the length", masked(zero: true, lengths)),
        ].enumerated().map { number, named in
          var design = named.design
          let input = design.input
          design.input = { lengths($0, $1) ? input($0, $1, $2) : number == 0 ? .nan : .infinity }
          return (named.name, design)
        }),
    ]
  }

  private static var values: [Feature] {
    func activations(_ tanh: Activation, _ sigmoid: Activation) -> (name: String, design: ProbeDesign) {
      dense("\(tanh.rawValue), \(sigmoid.rawValue)") {
        $0.options.tanhActivation = tanh
        $0.options.sigmoidActivation = sigmoid
      }
    }
    return [
      Feature(
        "saturation", "saturated gates", .inputGate,
        [
          dense("gates at 0 and 1", sizes: (3, 2, 2, 4)) {
            $0.bias = { gate, unit in gate == .j ? 1 : [-95, 95, -20, 20][(unit + gate.rawValue) % 4] }
          },
          dense("a counter", sizes: (12, 1, 1, 2)) {
            $0.input = { _, _, _ in 0 }
            zeroState(&$0)
            $0.hiddenKernel = { _, _, _ in 0 }
            $0.bias = { gate, unit in gate == .j ? (unit == 0 ? 64 : -64) : 64 }
          },
        ]),
      Feature(
        "subnormals", "subnormal numbers", .cellState,
        [
          dense("a subnormal cell state", sizes: (2, 1, 1, 2)) {
            $0.bias = { gate, _ in gate == .j ? 0 : 64 }
            ($0.input, $0.initialH) = ({ _, _, _ in 0 }, { _, _ in 0 })
            $0.hiddenKernel = { _, _, _ in 0 }
            $0.initialC = { _, unit in unit == 0 ? 0x1.8p-130 : -0x1.4p-140 }
          }
        ]),
      Feature(
        "not-finite", "NaN and infinity in one row", .preActivation,
        [Double.nan, .infinity].map { value in
          dense("\(value) in one row") { design in
            let input = design.input
            design.input = { time, row, feature in time == 1 && row == 1 ? value : input(time, row, feature) }
          }
        }),
      Feature(
        "hard-sigmoid-fifth", "hard sigmoid, clip(0.2x + 0.5)", .inputGate, [activations(.tanh, .hardSigmoidFifth)]),
      Feature(
        "hard-sigmoid-sixth", "hard sigmoid, clip(x/6 + 0.5)", .inputGate, [activations(.tanh, .hardSigmoidSixth)]),
      Feature("relu", "relu for tanh", .candidate, [activations(.relu, .sigmoid)]),
      Feature("identity", "no activation for tanh", .candidate, [activations(.identity, .sigmoid)]),
    ]
  }
}
