import CLSTMOracle
import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

/// Rows that are judged side by side, and sums of many steps that are formed at once, change no judgement.
@Suite struct SideBySideTests {
  private func arithmetic<Scalar: OracleScalar>(
    of answer: LSTMAnswer<Scalar>, to problem: LSTMProblem<Scalar>, rows: [Int]?
  ) -> StepJudgement {
    var trial = StepTrial(
      PreparedProblem(problem), answer, ArithmeticModel(scalar: Scalar.kind), .rigorous, rows: rows)
    trial.judgeSteps()
    return trial.judgement
  }

  private func expectRowsAddUp<Scalar: OracleScalar>(
    _ problem: LSTMProblem<Scalar>, _ answer: LSTMAnswer<Scalar>
  ) {
    let together = arithmetic(of: answer, to: problem, rows: nil)
    let alone = (0..<problem.shape.batch).map { arithmetic(of: answer, to: problem, rows: [$0]) }
    #expect(together.compared == alone.reduce(0) { $0 + $1.compared })
    #expect(together.undecided == alone.reduce(0) { $0 + $1.undecided })
    #expect(together.comparedNonFinite == alone.reduce(0) { $0 + $1.comparedNonFinite })
    #expect(together.discrepancies == alone.reduce(0) { $0 + $1.discrepancies })
    #expect(together.first == alone.lazy.compactMap(\.first).first)
    #expect(together.largestRatio?.value == alone.compactMap { $0.largestRatio?.value }.max())
    #expect(together.largestUlp?.value == alone.compactMap { $0.largestUlp?.value }.max())
  }

  private static let sizes = [
    [1, 40, 3, 5], [70, 9, 3, 1], [33, 7, 2, 3], [5, 3, 4, 31], [4, 17, 9, 32], [3, 5, 40, 65], [2, 33, 7, 20],
  ]

  @Test(arguments: sizes, [false, true])
  func rowsSideBySideAreJudgedAsEachAlone(sizes: [Int], hasGaps: Bool) throws {
    let (float, double): (LSTMProblem<Float>, LSTMProblem<Double>) = (
      try largeProblem(sizes[0], sizes[1], sizes[2], sizes[3], hasGaps: hasGaps),
      try largeProblem(sizes[0], sizes[1], sizes[2], sizes[3], hasGaps: hasGaps)
    )
    var answers = (try NaiveBackend<Float>().answer(float), try NaiveBackend<Double>().answer(double))
    expectRowsAddUp(float, answers.0)
    expectRowsAddUp(double, answers.1)
    for part in AnswerPart.allCases {
      let place = answers.0[part].count * 3 / 4
      answers.0[part][place] += 0.5
      answers.1[part][place] += 0.5
    }
    expectRowsAddUp(float, answers.0)
    expectRowsAddUp(double, answers.1)
  }

  @Test(arguments: ["x", "h0", "c0", "K", "R", "b"], [Float.infinity, .nan, .leastNonzeroMagnitude, 0])
  func valuesOfEveryKindAreJudgedAsInEachRowAlone(array: String, value: Float) throws {
    let problem: LSTMProblem<Float> = try largeProblem(9, 6, 11, 7, hasGaps: true) { name, values in
      guard name == array else { return }
      for place in values.indices where place % 13 == 5 { values[place] = value }
    }
    let answer = try NaiveBackend<Float>().answer(problem)
    expectRowsAddUp(problem, answer)
    #expect(Oracle(problem).judge(answer, model: ArithmeticModel(scalar: .float)).agrees)
  }

  /// Shapes around the strips, the depth and the height of a block.
  @Test(arguments: [1, 7, 127, 128, 129, 260], [4, 8, 12, 16, 20, 68])
  func aBlockOfRowsHasTheSumsOfEachRow(operands: Int, columns: Int) {
    for rows in [1, 3, 4, 5, 9] { expectSameSums(rows: rows, operands: operands, columns: columns) }
  }

  private func expectSameSums(rows: Int, operands: Int, columns: Int) {
    var stream = TestStream(UInt64(rows * 1_000 + operands + columns))
    let kernel = (0..<operands * columns).map { _ in Float(stream.number(1)) }
    let tile = ProductTile(rows: rows, columns: columns, operands: operands)
    let scratch = Operands(capacity: operands)
    let values = (0..<rows).map { _ in (0..<operands).map { $0 % 5 == 2 ? 0 : Float(stream.number(1)) } }
    var expected: [RowProducts] = []
    for row in 0..<rows {
      values[row].withUnsafeBufferPointer { scratch.take($0) }
      scratch.spread(into: tile.operands + row * operands, sizes: tile.sizes + row * operands)
      let alone = RowProducts(columns: columns)
      Float.add(scratch, kernel, to: alone)
      expected.append(alone)
    }
    Float.add(tile, rows: rows, operands: operands, kernel: kernel)
    for row in 0..<rows {
      for column in 0..<columns {
        #expect(tile.rows[row].sum[column] == expected[row].sum[column])
        #expect(tile.rows[row].magnitude[column] == expected[row].magnitude[column])
      }
    }
  }

  /// What is 0 in a kernel or an operand is no term, whichever of used and unused operands are fewer.
  @Test(arguments: [0, 1, 5, 9, 10]) func theTermsOfAColumnAreThoseThatAreNotZero(used: Int) throws {
    let (operands, columns) = (10, 8)
    let weights = (0..<operands * columns).map { Float($0 % 3) }
    let kernel = PreparedKernel(try Tensor(shape: [operands, columns], elements: weights))
    let scratch = Operands(capacity: operands)
    let values = (0..<operands).map { Float($0 < used ? 1 : 0) }
    values.withUnsafeBufferPointer { scratch.take($0) }
    let products = RowProducts(columns: columns)
    products.add(scratch, kernel: kernel, countsSubnormals: false)
    for column in 0..<columns {
      let expected = (0..<used).count { weights[$0 * columns + column] != 0 }
      #expect(products.terms[column] == Int32(expected))
    }
  }

  @Test func productsThatAreNotKeptAreTheSame() throws {
    let problem: LSTMProblem<Double> = try largeProblem(5, 4, 6, 9, hasGaps: true)
    let answer = try NaiveBackend<Double>().answer(problem)
    func judgement(_ keepsSums: Bool) -> StepJudgement {
      PreparedProblem(problem, keepsSums: keepsSums).judgement(of: answer, ArithmeticModel(scalar: .double), .rigorous)
    }
    #expect(judgement(true).largestRatio == judgement(false).largestRatio)
    #expect(judgement(true).compared == judgement(false).compared && judgement(false).agrees)
  }
}
