import LSTMContract
import Testing

@Suite struct ProblemValidationTests {
  private static func problem(
    input: [Int] = [2, 3, 4], h: [Int] = [2, 5], c: [Int] = [2, 5], kernel: [Int] = [4, 20], hidden: [Int] = [5, 20],
    bias: [Int]? = [20], mask: [Int]? = [2, 3], layout: AxisLayout = .batchMajor
  ) throws -> LSTMProblem<Float> {
    func zeros(_ shape: [Int]) throws -> Tensor<Float> { try Tensor(shape: shape, repeating: 0) }
    return try LSTMProblem(
      input: zeros(input), initialH: zeros(h), initialC: zeros(c), inputKernel: zeros(kernel),
      hiddenKernel: zeros(hidden), bias: bias.map(zeros), mask: mask.map { try Tensor(shape: $0, repeating: true) },
      options: LSTMOptions(layout: layout))
  }

  @Test func theSizesAreReadOffTheArrays() throws {
    #expect(try Self.problem().shape.description == "T3 B2 I4 H5")
    #expect(try Self.problem(h: [3, 5], c: [3, 5], layout: .timeMajor).shape.description == "T2 B3 I4 H5")
  }

  @Test func noStepsAndNoRowsAreAllowed() throws {
    #expect(try Self.problem(input: [2, 0, 4], mask: [2, 0]).shape.timeSteps == 0)
    #expect(try Self.problem(input: [0, 3, 4], h: [0, 5], c: [0, 5], mask: [0, 3]).shape.batch == 0)
  }

  struct WrongShape: Sendable {
    var array: String
    var found: String
    var expected: String
    var make: @Sendable () throws -> LSTMProblem<Float>
  }

  private static let wrongShapes = [
    WrongShape(array: "input", found: "[2, 3]", expected: "[B, T, I]") { try problem(input: [2, 3]) },
    WrongShape(array: "initial_h", found: "[3, 5]", expected: "[2, 5]") { try problem(h: [3, 5]) },
    WrongShape(array: "initial_c", found: "[2, 6]", expected: "[2, 5]") { try problem(c: [2, 6]) },
    WrongShape(array: "input_kernel", found: "[3, 20]", expected: "[4, 20]") { try problem(kernel: [3, 20]) },
    WrongShape(array: "hidden_kernel", found: "[5, 19]", expected: "[5, 20]") { try problem(hidden: [5, 19]) },
    WrongShape(array: "hidden_kernel", found: "[5]", expected: "[H, 4H]") { try problem(hidden: [5]) },
    WrongShape(array: "bias", found: "[40]", expected: "[20]") { try problem(bias: [40]) },
    WrongShape(array: "mask", found: "[3, 2]", expected: "[2, 3]") { try problem(mask: [3, 2]) },
    WrongShape(array: "mask", found: "[2, 4]", expected: "[2, 3]") { try problem(mask: [2, 4]) },
    WrongShape(array: "[T, B, I, H]", found: "[3, 2, 0, 5]", expected: "I of at least 1") {
      try problem(input: [2, 3, 0], kernel: [0, 20])
    },
    WrongShape(array: "[T, B, I, H]", found: "[3, 2, 4, 0]", expected: "H of at least 1") {
      try problem(h: [2, 0], c: [2, 0], kernel: [4, 0], hidden: [0, 0], bias: [0])
    },
  ]

  @Test(arguments: wrongShapes)
  func aWrongShapeNamesTheArrayWhatWasFoundAndWhatWasExpected(wrong: WrongShape) {
    #expect {
      try wrong.make()
    } throws: { error in
      let text = "\(error)"
      return error is LSTMProblemError && text.hasPrefix(wrong.array) && text.contains(wrong.found)
        && text.contains(wrong.expected)
    }
  }

  @Test func aMaskOfTheOtherLayoutIsNamedAsSuch() {
    #expect(throws: LSTMProblemError.wrongMaskLayout(found: [3, 2], expected: [2, 3])) {
      try Self.problem(mask: [3, 2])
    }
  }

  @Test func sizesThatOverflowAreRefused() {
    #expect(throws: LSTMProblemError.self) {
      try LSTMShape(timeSteps: 1 << 40, batch: 1 << 20, inputSize: 1 << 10, units: 1)
    }
    #expect(throws: LSTMProblemError.self) { try LSTMShape(timeSteps: 1, batch: 1, inputSize: 1, units: 1 << 62) }
    #expect(throws: LSTMProblemError.self) { try Tensor<Float>(shape: [1 << 62, 8, 0, 1 << 62], elements: []) }
  }

  @Test func negativeSizesAreRefused() {
    #expect(throws: LSTMProblemError.negativeSize(array: "x", shape: [-1, 2])) {
      try Tensor<Float>("x", shape: [-1, 2], elements: [])
    }
    #expect(throws: LSTMProblemError.self) { try LSTMShape(timeSteps: -1, batch: 1, inputSize: 1, units: 1) }
  }

  @Test func aCountThatIsNotTheProductIsRefused() {
    #expect(throws: LSTMProblemError.wrongCount(array: "x", found: 5, shape: [2, 3])) {
      try Tensor("x", shape: [2, 3], elements: [1, 2, 3, 4, 5] as [Float])
    }
  }
}
