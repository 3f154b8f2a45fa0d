internal import LSTMContract

/// The four gates of a unit whose pre-activations are its biases.
struct ConstantGates {
  let i: Bounded
  let f: Bounded
  let j: Bounded
  let o: Bounded
  let cellActivation: Activation

  /// The gates of `unit` where both kernels are zero: z is the bias, or 0 without one.
  init<S: LSTMScalar>(of problem: LSTMProblem<S>, unit: Int) {
    func z(_ gate: Int) -> WideFloat { WideFloat(problem.bias?[gate * problem.shape.units + unit] ?? 0) }
    let options = problem.options
    i = options.sigmoidActivation.wideValue(at: z(0))
    f = options.sigmoidActivation.wideValue(at: z(1))
    j = options.tanhActivation.wideValue(at: z(2))
    o = options.sigmoidActivation.wideValue(at: z(3))
    cellActivation = options.tanhActivation
  }
}

/// c = f^n c0 + i j g with g = f^{n-1} + ... + 1, and h = o tanh(c), with bounds on their rounding.
///
/// With |f^ - f| <= e and F = |f| + e: f^n is off by at most e n F^{n-1} from the gate and n u F^n from n products;
/// g by at most e (d/dF)(F^{n-1} + ... + 1) and 2 n u (F^{n-1} + ... + 1). Powers of F and both derivatives advance
/// by the same recurrence as f^n and g. Every activation is 1-Lipschitz, which carries the bound of c to tanh(c).
struct ClosedForm {
  private let gates: ConstantGates
  private let initialC: WideFloat
  private var n: WideFloat = 0
  private var power: WideFloat = 1
  private var sum: WideFloat = 0
  private var largestPower: WideFloat = 1
  private var largestSum: WideFloat = 0
  private var powerSlope: WideFloat = 0
  private var sumSlope: WideFloat = 0

  init(gates: ConstantGates, initialC: WideFloat) {
    self.gates = gates
    self.initialC = initialC
  }

  /// One more unmasked step.
  mutating func advance() {
    let f = gates.f.value
    let largest = abs(f) + gates.f.error
    n += 1
    sum = f * sum + 1
    sumSlope = largest * sumSlope + largestSum
    largestSum = largest * largestSum + 1
    power *= f
    powerSlope = largest * powerSlope + largestPower
    largestPower *= largest
  }

  /// c after the steps so far; exactly c0 before the first.
  var cellState: Bounded {
    guard n > 0 else { return Bounded(exact: initialC) }
    let u = Bounded.roundoff
    let (i, j, e) = (gates.i, gates.j, gates.f.error)
    let (carried, product) = (power * initialC, i.value * j.value)
    let value = carried + product * sum
    let carriedError = abs(initialC) * (e * powerSlope + n * u * largestPower)
    let sumError = (abs(i.value) + i.error) * (abs(j.value) + j.error) * (e * sumSlope + 2 * n * u * largestSum)
    let productError = (i.error * abs(j.value) + abs(i.value) * j.error + i.error * j.error) * largestSum
    let rounding = 4 * u * (abs(carried) + abs(product) * largestSum)
    // Underflow: each of the few products of a step loses at most the smallest normal number.
    let underflow = 8 * n * WideFloat.leastNormalMagnitude * (1 + abs(initialC) + abs(product))
    // One part in a hundred covers second-order terms and the rounding of this bound.
    return Bounded(value, error: 1.01 * (carriedError + sumError + productError + rounding) + underflow)
  }

  /// h = o tanh(c), after at least one step.
  var hiddenState: Bounded {
    let (c, o) = (cellState, gates.o)
    let t = gates.cellActivation.wideValue(at: c.value)
    let value = o.value * t.value
    let error = (abs(o.value) + o.error) * (t.error + c.error) + o.error * abs(t.value)
    return Bounded(
      value, error: 1.01 * (error + 2 * Bounded.roundoff * abs(value)) + WideFloat.leastNormalMagnitude)
  }
}
