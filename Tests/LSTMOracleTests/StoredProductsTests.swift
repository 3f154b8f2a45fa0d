import LSTMContract
import Testing

@testable import LSTMOracle

@Suite struct StoredProductsTests {
  private let columns = 5

  /// Sums in which every number differs from every other.
  private func sums(of row: Int) -> RowProducts {
    let products = RowProducts(columns: columns)
    for column in 0..<columns {
      let number = Double(100 * row + column)
      products.sum[column] = number + 0.125
      products.low[column] = number + 0.25
      products.magnitude[column] = number + 0.5
      products.subnormalPartners[column] = number + 0.75
      products.terms[column] = Int32(1_000 + 10 * row + column)
      products.lowestBit[column] = Int32(-1_000 - 10 * row - column)
    }
    return products
  }

  @Test(arguments: [false, true], [false, true])
  func aRowComesBackAsItWasStoredAndWhatIsNotKeptAsZero(keepsLow: Bool, keepsSubnormals: Bool) {
    let stored = StoredProducts(rows: 3, columns: columns, keepsLow: keepsLow, keepsSubnormals: keepsSubnormals)
    for row in [2, 0, 1] { stored.store(sums(of: row), at: row) }
    let found = sums(of: 7)
    for column in 0..<columns { found.inherited[column] = 9 }
    for row in 0..<3 {
      let wanted = sums(of: row)
      stored.load(row, into: found)
      for column in 0..<columns {
        #expect(found.sum[column] == wanted.sum[column])
        #expect(found.magnitude[column] == wanted.magnitude[column])
        #expect(found.terms[column] == wanted.terms[column])
        #expect(found.lowestBit[column] == wanted.lowestBit[column])
        #expect(found.low[column] == (keepsLow ? wanted.low[column] : 0))
        #expect(found.subnormalPartners[column] == (keepsSubnormals ? wanted.subnormalPartners[column] : 0))
        #expect(found.inherited[column] == 0)
      }
    }
  }

  @Test(arguments: ["none", "input", "input_kernel", "bias"])
  func thePartnersOfSubnormalFactorsAreKeptWhereverTheyStand(array: String) throws {
    let subnormal = Float.leastNonzeroMagnitude
    let problem = try LSTMProblem<Float>(
      input: Tensor(shape: [1, 1, 1], elements: [array == "input" ? subnormal : 2]),
      initialH: Tensor(shape: [1, 1], elements: [0]), initialC: Tensor(shape: [1, 1], elements: [0]),
      inputKernel: Tensor(shape: [1, 4], elements: [array == "input_kernel" ? subnormal : 3, 3, 3, 3]),
      hiddenKernel: Tensor(shape: [1, 4], elements: [0, 0, 0, 0]),
      bias: Tensor(shape: [4], elements: [array == "bias" ? subnormal : 1, 1, 1, 1]), options: LSTMOptions())
    let products = RowProducts(columns: 4)
    PreparedProblem(problem).load(StepOfRow(step: 0, row: 0), into: products, Operands(capacity: 1))
    let partners = (0..<4).map { products.subnormalPartners[$0] }
    #expect(
      partners
        == (["input": [3, 3, 3, 3], "input_kernel": [2, 0, 0, 0], "bias": [1, 0, 0, 0]][array] ?? [0, 0, 0, 0]))
  }
}
