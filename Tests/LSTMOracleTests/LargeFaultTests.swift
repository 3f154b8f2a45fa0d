import LSTMContract
import NaiveBackend
import Testing

@testable import LSTMOracle

/// Faults that only large sizes show, each as the right answer to a problem that was changed.
@Suite struct LargeFaultTests {
  enum Fault: CaseIterable {
    case lastUnitFrom192, row16ReadsRow0, inputsBeyond256, lastStep

    var sizes: [Int] {
      switch self {
      case .lastUnitFrom192: [2, 2, 8, 200]
      case .row16ReadsRow0: [3, 20, 5, 16]
      case .inputsBeyond256: [2, 3, 300, 12]
      case .lastStep: [600, 1, 2, 3]
      }
    }

    /// Where the values of an array that are left out begin and end, and how far apart such stretches stand.
    func change<Scalar: LSTMScalar>(_ name: String, _ values: inout [Scalar]) {
      let (inputs, units) = (sizes[2], sizes[3])
      switch (self, name) {
      case (.lastUnitFrom192, "K"):
        for row in 0..<inputs { values[row * 4 * units + units - 1] = 0 }
      case (.row16ReadsRow0, "h0"):
        for unit in 0..<units { values[16 * units + unit] = values[unit] }
      case (.inputsBeyond256, "K"):
        for place in 256 * 4 * units..<values.count { values[place] = 0 }
      case (.lastStep, "x"):
        for place in values.count - inputs..<values.count { values[place] = 0 }
      default: break
      }
    }
  }

  private func expectSeen<Scalar: LSTMScalar>(_ fault: Fault, _ type: Scalar.Type) throws {
    let sizes = fault.sizes
    let right: LSTMProblem<Scalar> = try largeProblem(sizes[0], sizes[1], sizes[2], sizes[3])
    let wrong: LSTMProblem<Scalar> = try largeProblem(
      sizes[0], sizes[1], sizes[2], sizes[3], changed: { fault.change($0, &$1) })
    let backend = NaiveBackend<Scalar>()
    let oracle = Oracle(right)
    #expect(oracle.judge(try backend.answer(right), model: backend.model).agrees)
    #expect(!oracle.judge(try backend.answer(wrong), model: backend.model).agrees)
  }

  @Test(arguments: Fault.allCases) func aFaultThatOnlyLargeSizesShowIsSeen(fault: Fault) throws {
    try expectSeen(fault, Float.self)
    try expectSeen(fault, Double.self)
  }
}
