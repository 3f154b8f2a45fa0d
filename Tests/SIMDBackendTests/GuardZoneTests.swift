import LSTMContract
@testable import SIMDBackend
import Testing

@Suite struct GuardZoneTests {
  @Test("kernels write nothing outside their rows", arguments: supportedSets, [1, 2, 3, 5, 6, 7, 13])
  func kernels(_ set: InstructionSet, rows: Int) throws {
    try check(try #require(Kernels<Float>(set)), rows: rows)
    try check(try #require(Kernels<Double>(set)), rows: rows)
  }

  /// Writes into the middle of arrays of sentinels, at an offset that no vector is aligned to.
  private func check<Scalar>(_ kernels: Kernels<Scalar>, rows: Int) throws {
    let zone = 3 * kernels.lanes + 1
    let sentinel = Scalar(-12345)
    func guarded(_ count: Int) -> [Scalar] { Array(repeating: sentinel, count: count + 2 * zone) }
    func isIntact(_ array: [Scalar]) -> Bool {
      (array.prefix(zone) + array.suffix(zone)).allSatisfy { $0 == sentinel }
    }
    func isFilled(_ array: [Scalar]) -> Bool { !array.dropFirst(zone).dropLast(zone).contains(sentinel) }

    for units in [1, kernels.lanes - 1, kernels.lanes, kernels.lanes + 1, 5 * kernels.lanes] {
      let depth = 3
      let panels = (units + kernels.lanes - 1) / kernels.lanes
      let width = 4 * panels * kernels.lanes
      let kernel: Tensor<Scalar> = try tensor([depth, 4 * units], stream: 21)
      let inputs: Tensor<Scalar> = try tensor([rows, depth], stream: 22)
      var packed = guarded(depth * width)
      var z = guarded(rows * width)
      var c = guarded(width / 4)
      var h = c
      for index in zone..<zone + width / 4 { c[index] = 0.5 }
      kernel.elements.withUnsafeBufferPointer { kernel in
        packed.withUnsafeMutableBufferPointer { packed in
          guard let kernel = kernel.baseAddress, let packed = packed.baseAddress else { return }
          kernels.pack(kernel, depth: depth, units: units, into: packed + zone)
        }
      }
      inputs.elements.withUnsafeBufferPointer { inputs in
        z.withUnsafeMutableBufferPointer { z in
          guard let inputs = inputs.baseAddress, let z = z.baseAddress else { return }
          let operands = (0..<rows).map { UnsafeRawPointer(inputs + $0 * depth) }
          let zeros = [Scalar](repeating: 0, count: width)
          packed.withUnsafeBufferPointer { packed in
            guard let packed = packed.baseAddress else { return }
            kernels.accumulate(
              rows: rows, operands, depth: depth, packed: packed + zone, panels: panels, bias: zeros, into: z + zone)
          }
          c.withUnsafeMutableBufferPointer { c in
            h.withUnsafeMutableBufferPointer { h in
              guard let c = c.baseAddress, let h = h.baseAddress else { return }
              kernels.cell(panels: panels, z: z + zone, c: c + zone, h: h + zone, options: LSTMOptions())
            }
          }
        }
      }
      for array in [packed, z, c, h] { #expect(isIntact(array) && isFilled(array), "\(units) units") }
    }
  }
}
