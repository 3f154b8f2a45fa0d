import LSTMContract
import Testing

@testable import CaseLab

@Suite struct CaseGeneratorTests {
  private static let draws = 4_000
  private static let generator = CaseGenerator(seed: 0x4C53_544D)

  @Test func everyLabelIsDrawnAboutAsOftenAsItsShareSays() {
    var counts: [CaseLabel: Int] = [:]
    for index in 0..<Self.draws {
      let drawn: Case<Float> = Self.generator.draw(index: index)
      for label in drawn.labels { counts[label, default: 0] += 1 }
    }
    for label in CaseLabel.allCases {
      let share = Double(counts[label] ?? 0) / Double(Self.draws)
      #expect(share >= label.expectedShare * 0.6, "\(label.rawValue): \(share)")
    }
  }

  @Test func theSizesSpreadAsStated() {
    let shapes = (0..<10_000).map { Self.generator.plan(index: $0).shape }
    let elements = shapes.map { $0.timeSteps * $0.batch * $0.units }.sorted()
    #expect(elements[elements.count / 2] >= 150, "median T*B*H \(elements[elements.count / 2])")
    #expect(shapes.count { max($0.inputSize, $0.units) > 64 } >= 1_000)
  }

  @Test func theSameSeedAndIndexGiveTheSameBits() {
    for index in 0..<200 {
      let (first, second): (Case<Double>, Case<Double>) = (
        Self.generator.draw(index: index), Self.generator.draw(index: index)
      )
      #expect(Self.hash(first.problem) == Self.hash(second.problem))
      #expect(first.line == second.line)
    }
  }

  @Test func theDrawnBitsBelongToTheVersion() {
    // A change here changes every case line: raise `CaseGenerator.version` with it.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<300 {
      hash = (hash ^ Self.hash((Self.generator.draw(index: index) as Case<Float>).problem)) &* 0x0000_0100_0000_01B3
      hash = (hash ^ Self.hash((Self.generator.draw(index: index) as Case<Double>).problem)) &* 0x0000_0100_0000_01B3
    }
    #expect(CaseGenerator.version == 4)
    #expect(hash == 7_775_039_038_612_016_980)
  }

  @Test func theScalarTypeDoesNotChangeSizesOptionsOrMask() {
    for index in 0..<300 {
      let float: Case<Float> = Self.generator.draw(index: index)
      let double: Case<Double> = Self.generator.draw(index: index)
      #expect(float.problem.shape == double.problem.shape && float.problem.options == double.problem.options)
      #expect(float.problem.mask == double.problem.mask)
    }
  }

  @Test func exactDenseSumsAreExact() {
    for index in 0..<1_000 {
      let drawn: Case<Float> = Self.generator.draw(index: index)
      guard drawn.regime == .exactDense else { continue }
      let largest = drawn.problem.input.elements.map(abs).max() ?? 0
      let terms = Float(drawn.problem.shape.inputSize + drawn.problem.shape.units)
      for value in drawn.problem.input.elements + drawn.problem.initialH.elements {
        #expect((value * 4).rounded() == value * 4)
      }
      for value in drawn.problem.inputKernel.elements { #expect((value * 1_024).rounded() == value * 1_024) }
      // The largest partial sum in units of 2^-12 fits in 24 bits: weights are at most 1/8, a bias is at most 2.
      #expect((terms * max(largest, 1) / 8 + 2) * 4_096 < 0x1p24)
    }
  }

  @Test func oneHotCasesHaveOneDrivingValuePerRow() {
    for index in 0..<1_000 {
      let drawn: Case<Float> = Self.generator.draw(index: index)
      guard drawn.regime == .oneHot, drawn.problem.shape.timeSteps == 1 else { continue }
      let (size, units) = (drawn.problem.shape.inputSize, drawn.problem.shape.units)
      for row in 0..<drawn.problem.shape.batch {
        let x = drawn.problem.input.elements[row * size..<(row + 1) * size].count { $0 != 0 }
        let h = drawn.problem.initialH.elements[row * units..<(row + 1) * units].count { $0 != 0 }
        #expect(x + h == 1)
      }
    }
  }

  /// Where the bias cancels, z keeps the weight's last digits alone, and no sum is rounded.
  @Test func cancellingOneHotSumsAreExactAndSmall() throws {
    var seen = 0
    for index in 0..<1_500 {
      let problem = (Self.generator.draw(index: index) as Case<Float>).problem
      let isOneHot = (Self.generator.draw(index: index) as Case<Float>).regime == .oneHot
      guard isOneHot, let bias = problem.bias?.elements, bias.allSatisfy({ abs($0) == 192 }) else { continue }
      seen += 1
      let columns = problem.shape.gateColumns
      for (values, kernel) in [(problem.input, problem.inputKernel), (problem.initialH, problem.hiddenKernel)] {
        for (place, x) in values.elements.enumerated() where x != 0 {
          let row = place % values.shape[values.shape.count - 1]
          for column in 0..<columns {
            let weight = kernel.elements[row * columns + column]
            let z = x * weight + bias[column]
            #expect(Double(z) == Double(x) * Double(weight) + Double(bias[column]))
            #expect((0.499...2.001).contains(abs(z)))
          }
        }
      }
    }
    #expect(seen >= 40)
  }

  private static func hash<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) -> UInt64 {
    let arrays = [problem.input, problem.initialH, problem.initialC, problem.inputKernel, problem.hiddenKernel]
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x0000_0100_0000_01B3 }
    for tensor in arrays + [problem.bias].compactMap({ $0 }) {
      for size in tensor.shape { add(UInt64(size)) }
      for element in tensor.elements { add(element.isNaN ? 1 : element.bits) }
    }
    for bit in problem.mask?.elements ?? [] { add(bit ? 3 : 5) }
    add(problem.options.goBackwards ? 7 : 11)
    add(problem.options.zeroOutputForMask ? 7 : 11)
    return hash
  }
}
