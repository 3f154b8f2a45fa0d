internal import Diagnostics
internal import LSTMContract
internal import LSTMOracle

/// A mistake that every case should be able to show.
enum StandardMistake: String, CaseIterable {
  case gatesSwapped = "gates i and f swapped"
  case hiddenKernelTransposed = "R transposed"
  case biasDropped = "bias dropped"
  case maskReversed = "mask or direction reversed"

  /// The mistake as a convention, or nil where the problem has nothing that it could change.
  func convention<Scalar: LSTMScalar>(for problem: LSTMProblem<Scalar>) -> Convention? {
    switch self {
    case .gatesSwapped: return .gateOrder([.f, .i, .j, .o])
    case .hiddenKernelTransposed: return problem.shape.units > 1 ? .parameters(.hiddenKernelTransposedByGate) : nil
    case .biasDropped: return problem.bias == nil ? nil : .parameters(.biasIgnored)
    case .maskReversed:
      // Without a mask, or with one that reads the same from both ends, only the input can be reversed.
      let reversed = Convention.masks(problem.options.goBackwards ? .maskNotReversed : .maskReversedForwards)
      guard problem.shape.timeSteps > 1 else { return nil }
      return reversed.changesMask(of: problem) ? reversed : .sequence(.directionInverted)
    }
  }
}

/// Counts whether cases can tell a right implementation from a wrong one.
public struct DiscriminationRecord: Sendable, Codable {
  /// Cases that were asked.
  public var cases = 0
  /// Cases in which no step counts, so that there is nothing to get wrong in the arithmetic.
  public var empty = 0
  /// Cases that notice none of the standard mistakes: what they say is not to be trusted.
  public var mistrusted = 0
  /// The line of the first of them.
  public var firstMistrusted: String?
  /// By mistake: how many cases were put to it.
  public var tried: [String: Int] = [:]
  /// By mistake: how many of those noticed it.
  public var noticed: [String: Int] = [:]

  /// How many cases may be mistrusted: one in a hundred, and three standard deviations of that number, so that a short
  /// run does not fail by chance.
  var allowed: Int {
    let expected = 0.01 * Double(cases - empty)
    return Int(expected + 3 * expected.squareRoot())
  }

  mutating func merge(_ other: DiscriminationRecord) {
    cases += other.cases
    empty += other.empty
    mistrusted += other.mistrusted
    firstMistrusted = firstMistrusted ?? other.firstMistrusted
    tried.merge(other.tried, uniquingKeysWith: +)
    noticed.merge(other.noticed, uniquingKeysWith: +)
  }

  /// Asks of one case whether a standard mistake would change its answer by more than the radii: whether the oracle
  /// would reject the answer of an implementation that makes it. The first mistake that is noticed ends the question;
  /// which one is tried first depends on `turn`.
  ///
  /// - Returns: whether a mistake was noticed.
  @discardableResult
  mutating func ask<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>, turn: Int, line: @autoclosure () -> String
  ) -> Bool {
    cases += 1
    let (steps, batch) = (problem.shape.timeSteps, problem.shape.batch)
    guard steps > 0, batch > 0, problem.mask?.elements.contains(true) ?? true else {
      empty += 1
      return false
    }
    let model = ArithmeticModel(scalar: Scalar.kind)
    for (mistake, isNoticed) in NoticedMistakes(problem, oracle, turn: turn, model: model) {
      tried[mistake.rawValue, default: 0] += 1
      guard isNoticed else { continue }
      noticed[mistake.rawValue, default: 0] += 1
      return true
    }
    mistrusted += 1
    if firstMistrusted == nil { firstMistrusted = line() }
    return false
  }
}

/// Whether the cases can tell right from wrong under the model of one subject and by the arrays that it returns, where
/// the model is wider than the default or some array is not returned.
public struct OwnDiscrimination: Sendable, Codable {
  /// Cases that the subject answered and in which a standard mistake is noticed under the default model.
  public var cases = 0
  /// Those of them in which one is noticed under the subject's own model, by what it returns.
  public var noticed = 0

  /// Whether less than half of what the default notices is noticed: a verdict under such a model says too little.
  public var isTooWeak: Bool { 2 * noticed < cases }

  mutating func merge(_ other: OwnDiscrimination) {
    cases += other.cases
    noticed += other.noticed
  }

  mutating func ask<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>, turn: Int, model: ArithmeticModel,
    omits: Set<AnswerPart>
  ) {
    cases += 1
    if NoticedMistakes(problem, oracle, turn: turn, model: model, omits: omits).contains(where: \.isNoticed) {
      noticed += 1
    }
  }
}

/// The standard mistakes that a case could show, in an order that rotates, each with whether the oracle rejects it.
private struct NoticedMistakes<Scalar: LSTMScalar>: Sequence, IteratorProtocol {
  private let problem: LSTMProblem<Scalar>
  private let oracle: Oracle<Scalar>
  private let row: (problem: LSTMProblem<Scalar>, oracle: Oracle<Scalar>)?
  private let model: ArithmeticModel
  private let omits: Set<AnswerPart>
  private let turn: Int
  private var place = 0

  init(
    _ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>, turn: Int, model: ArithmeticModel,
    omits: Set<AnswerPart> = []
  ) {
    (self.problem, self.oracle, self.turn, self.model, self.omits) = (problem, oracle, turn, model, omits)
    row = problem.shape.batch > 1 ? problem.firstCountedRow.map { ($0, Oracle($0)) } : nil
  }

  mutating func next() -> (mistake: StandardMistake, isNoticed: Bool)? {
    let all = StandardMistake.allCases
    while place < all.count {
      let mistake = all[(turn + place) % all.count]
      place += 1
      guard let convention = mistake.convention(for: problem) else { continue }
      func isNoticed(_ problem: LSTMProblem<Scalar>, _ oracle: Oracle<Scalar>) -> Bool {
        var answer = convention.answer(to: problem)
        answer.omit(omits)
        return !oracle.judge(answer, model: model).agrees
      }
      // No mistake mixes rows: what one row shows alone, it shows in the batch.
      if let row, isNoticed(row.problem, row.oracle) { return (mistake, true) }
      return (mistake, isNoticed(problem, oracle))
    }
    return nil
  }
}

extension LSTMProblem {
  /// The first row in which a step counts, as a batch of its own.
  fileprivate var firstCountedRow: LSTMProblem<Scalar>? {
    let (steps, batch) = (shape.timeSteps, shape.batch)
    func place(_ time: Int, _ row: Int) -> Int { position(time: time, row: row) }
    let row = (0..<batch).first { row in mask.map { mask in (0..<steps).contains { mask[place($0, row)] } } ?? true }
    guard let row else { return nil }
    let (size, units) = (shape.inputSize, shape.units)
    let leading = options.layout == .timeMajor ? [steps, 1] : [1, steps]
    let values = (0..<steps).flatMap { input.elements[place($0, row) * size..<(place($0, row) + 1) * size] }
    func state(_ tensor: Tensor<Scalar>) throws(LSTMProblemError) -> Tensor<Scalar> {
      try Tensor(shape: [1, units], elements: Array(tensor.elements[row * units..<(row + 1) * units]))
    }
    return try? LSTMProblem(
      input: Tensor(shape: leading + [size], elements: values), initialH: state(initialH), initialC: state(initialC),
      inputKernel: inputKernel, hiddenKernel: hiddenKernel, bias: bias,
      mask: mask.map { mask in try Tensor(shape: leading, elements: (0..<steps).map { mask[place($0, row)] }) },
      options: options)
  }
}
