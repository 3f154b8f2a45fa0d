import CLSTMOracle
import Foundation
import Testing

@testable import LSTMOracle

/// No function of the oracle's arithmetic writes where its header does not let it, nor depends on what stands there.
@Suite struct GuardZoneTests {
  static let counts = Array(0...33) + [47, 48, 49, 63, 64, 65, 128, 257]
  /// A pattern that is a small negative number in every type, and one that is NaN in floats and doubles.
  static let canaries: [UInt8] = [0xA5, 0xFF]

  @Test(arguments: OracleFunction.all)
  func aFunctionWritesOnlyWhereItsHeaderSaysAndWhatLiesAroundDecidesNothing(_ function: OracleFunction) {
    for count in Self.counts {
      var outcomes: [[String]] = []
      for canary in Self.canaries {
        let arrays = GuardedCall(canary: canary)
        function.call(count, arrays)
        #expect(arrays.damages.isEmpty, "\(count) \(function.counts), canary \(canary)")
        outcomes.append(arrays.outcome)
      }
      #expect(outcomes.first == outcomes.last, "\(count) \(function.counts)")
    }
  }

  /// Without an entry of the table a function has no guard.
  @Test func everyFunctionOfTheHeadersIsInTheTable() throws {
    let headers = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/CLSTMOracle/include")
    var declared: Set<String> = []
    for header in try FileManager.default.contentsOfDirectory(at: headers, includingPropertiesForKeys: nil) {
      let lines = try String(contentsOf: header, encoding: .utf8).split(separator: "\n")
      let code = lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
      declared.formUnion(code.matches(of: /\b(clstm_oracle_\w+)\s*\(/).map { String($0.1) })
    }
    #expect(declared.count > 20)
    #expect(declared == Set(OracleFunction.all.map(\.name)))
  }

  /// What a function must not do, each of which must be noticed.
  enum Overrun: CaseIterable {
    case behind, farBehind, inFront, input, pastWholeLanes, betweenRows, readsBehind, nothing
  }

  @Test(arguments: Overrun.allCases, canaries)
  func anOverrunIsNoticed(_ overrun: Overrun, canary: UInt8) {
    for count in Self.counts {
      func call(_ canary: UInt8) -> GuardedCall {
        let arrays = GuardedCall(canary: canary, poisons: false)
        let input = arrays.input(GuardedCall.numbers(count))
        let output = arrays.output(GuardedCall.numbers(count))
        let wide = arrays.output(GuardedCall.numbers(count), room: wholeLanes(count))
        let rows = arrays.output(
          GuardedCall.numbers(2 * count + 1), room: 2 * count + 1,
          writable: [0..<count, count + 1..<2 * count + 1], results: [])
        for place in 0..<count { (output[place], rows[place], rows[count + 1 + place]) = (1, 1, 1) }
        for place in 0..<wholeLanes(count) { wide[place] = 1 }
        switch overrun {
        case .behind: output[count] = 1
        case .farBehind: output[count + 63] = 1
        case .inFront: output[-1] = 1
        case .input: input[max(0, count - 1)] = 7
        case .pastWholeLanes: wide[wholeLanes(count)] = 1
        case .betweenRows: rows[count] = 7
        case .readsBehind: arrays.returned(input[count])
        case .nothing: break
        }
        return arrays
      }
      let arrays = call(canary)
      let isDamage = overrun != .readsBehind && overrun != .nothing
      #expect(arrays.damages.isEmpty == !isDamage, "\(overrun) of \(count)")
      if !isDamage {
        let outcomes = Self.canaries.map { call($0).outcome }
        #expect((outcomes.first == outcomes.last) == (overrun == .nothing), "\(overrun) of \(count)")
      }
    }
  }
}
