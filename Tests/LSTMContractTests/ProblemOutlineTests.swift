import LSTMContract
import Testing

struct ProblemOutlineTests {
  private static func shape(_ timeSteps: Int = 2, _ batch: Int = 2) throws -> LSTMShape {
    try LSTMShape(timeSteps: timeSteps, batch: batch, inputSize: 1, units: 1)
  }

  private static func problem(mask: [Bool]?, h0: Float = 0, x: Float = 1) throws -> LSTMProblem<Float> {
    try LSTMProblem(
      input: Tensor(shape: [2, 2, 1], repeating: x), initialH: Tensor(shape: [2, 1], repeating: h0),
      initialC: Tensor(shape: [2, 1], repeating: 0), inputKernel: Tensor(shape: [1, 4], repeating: 1),
      hiddenKernel: Tensor(shape: [1, 4], repeating: 1), bias: nil,
      mask: mask.map { try Tensor(shape: [2, 2], elements: $0) })
  }

  @Test(arguments: [
    (nil, MaskOutline.none), ([true, true, true, false], .lengths(hasEmptyRow: false)),
    ([true, true, false, false], .lengths(hasEmptyRow: true)),
    ([false, true, true, true], .gapped(hasEmptyRow: false)),
    ([false, true, false, false], .gapped(hasEmptyRow: true)),
  ])
  func masksAreToldApart(mask: [Bool]?, expected: MaskOutline) throws {
    #expect(ProblemOutline(try Self.problem(mask: mask)).mask == expected)
  }

  @Test func dataAreReadOffTheProblem() throws {
    let plain = ProblemOutline(try Self.problem(mask: nil))
    #expect(!plain.hasBias && plain.hasInitialState == false && plain.isFinite == true)
    let odd = ProblemOutline(try Self.problem(mask: nil, h0: 0.5, x: .nan))
    #expect(odd.hasInitialState == true && odd.isFinite == false)
    #expect(odd.features.contains("initial_state") && odd.features.contains("not_finite"))
  }

  @Test func alignedMeansNothingForwards() throws {
    var outline = ProblemOutline(shape: try Self.shape(), options: LSTMOptions(outputOrder: .aligned))
    #expect(!outline.features.contains("aligned"))
    outline.options.goBackwards = true
    #expect(outline.features.contains("aligned"))
  }

  @Test func whatOnlyDataTellIsNoFeatureBeforeThem() throws {
    let features = ProblemOutline(shape: try Self.shape()).features
    #expect(features == ["activation:tanh", "activation:sigmoid"])
  }

  @Test(arguments: ["", "H", "H:0", "H:-1", "X:1", "H:1,H:1", "H:1,", "H:1:2", "H:a"])
  func sizesThatMeanNothingAreNone(text: String) { #expect(FixedSizes(text) == nil) }

  @Test func sizesAreReadAndAdmitted() throws {
    let sizes = try #require(FixedSizes("T:2, B:2"))
    #expect("\(sizes)" == "T=2 B=2")
    #expect(try sizes.admits(Self.shape()))
    #expect(try !sizes.admits(Self.shape(2, 3)))
    #expect(sizes.joined(with: FixedSizes(units: 4)) == FixedSizes(timeSteps: 2, batch: 2, units: 4))
    #expect(sizes.joined(with: FixedSizes(batch: 3)) == nil)
  }
}
