import LSTMContract
import Testing

@testable import LSTMOracle

/// What holds between the activations of several arguments, in exact arithmetic.
@Suite struct ActivationIdentityTests {
  private static let arguments: [Double] = {
    var stream = TestStream(31)
    return (0..<600).map { stream.number([0x1p-30, 1, 8, 40, 300][$0 % 5]) }
  }()

  private static func activated(_ activation: Activation, _ z: [Double], _ reference: Double) -> [Dyadic] {
    StepFunctions.activated(activation, pairs: z.map { ($0, 0) }, reference)
  }

  private let one = Dyadic(1)

  /// In pairs 2^-66 of each value, in doubles 8 units roundoff.
  private func unit(_ reference: Double) -> Dyadic { Dyadic(reference < 0x1p-53 ? 0x1p-66 : 8 * reference) }

  @Test(arguments: StepFunctions.references) func sigmoidsOfOppositeArgumentsAddUpToOne(reference: Double) {
    let positive = Self.activated(.sigmoid, Self.arguments, reference)
    let negative = Self.activated(.sigmoid, Self.arguments.map { -$0 }, reference)
    for (place, z) in Self.arguments.enumerated() {
      #expect((positive[place] + negative[place] - one).magnitude <= unit(reference), "z \(z)")
    }
  }

  @Test(arguments: StepFunctions.references) func tanhIsASigmoidOfTwiceTheArgument(reference: Double) {
    let tangents = Self.activated(.tanh, Self.arguments, reference)
    let sigmoids = Self.activated(.sigmoid, Self.arguments.map { 2 * $0 }, reference)
    for (place, z) in Self.arguments.enumerated() {
      let gap = tangents[place] - (Dyadic(2) * sigmoids[place] - one)
      #expect(gap.magnitude <= Dyadic(3) * unit(reference), "z \(z)")
    }
  }

  /// exp(a + b) = exp(a) exp(b), where exp(-z) = s(-z) / s(z): s(-a-b) s(a) s(b) = s(a+b) s(-a) s(-b), relatively.
  @Test(arguments: StepFunctions.references) func exponentialsMultiply(reference: Double) {
    // 20 fractional bits: a + b is exact.
    let first = Self.arguments.map { ($0 * 0x1p20).rounded() * 0x1p-20 }
    let second = first.reversed().map { -0.75 * $0 }.map { ($0 * 0x1p20).rounded() * 0x1p-20 }
    let sums = zip(first, second).map(+)
    func both(_ z: [Double]) -> [(Dyadic, Dyadic)] {
      Array(zip(Self.activated(.sigmoid, z, reference), Self.activated(.sigmoid, z.map { -$0 }, reference)))
    }
    for (place, (sum, (a, b))) in zip(both(sums), zip(both(first), both(second))).enumerated() {
      let (left, right) = (sum.1 * a.0 * b.0, sum.0 * a.1 * b.1)
      #expect((left - right).magnitude <= Dyadic(7) * unit(reference) * left, "a \(first[place]), b \(second[place])")
    }
  }

  @Test(arguments: StepFunctions.references) func linearActivationsAreExact(reference: Double) {
    let z = Self.arguments.map { (high: $0, low: $0 * 0x1p-55) }
    let exact = z.map { Dyadic($0.high, $0.low) }
    #expect(StepFunctions.activated(.identity, pairs: z, reference) == exact)
    #expect(StepFunctions.activated(.relu, pairs: z, reference) == exact.map { max($0, Dyadic(0)) })
  }

  @Test func exactArithmeticIsExact() {
    let (a, b) = (Dyadic(0x1.8p900), Dyadic(-0x1p-1074))
    #expect((a + b) * (a - b) == a * a - b * b)
    #expect(a + b < a && b < Dyadic(0) && Dyadic(0) == a - a && -b > Dyadic(0) && b.magnitude == -b)
    #expect(Dyadic(3) * Dyadic(0.5) == Dyadic(1.5) && Dyadic(1, 0x1p-1000) > Dyadic(1))
    #expect(Dyadic(1e300) - Dyadic(1e300.nextDown) == Dyadic(1e300.nextDown.ulp))
  }
}
