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
    for units in [1, kernels.lanes - 1, kernels.lanes, kernels.lanes + 1, 5 * kernels.lanes] {
      let depth = 3
      let panels = (units + kernels.lanes - 1) / kernels.lanes
      let (width, stateWidth) = (4 * kernels.lanes, panels * kernels.lanes)
      let kernel: Tensor<Scalar> = try tensor([depth, 4 * units], stream: 21)
      let inputs: Tensor<Scalar> = try tensor([rows, depth], stream: 22)
      let packed = Guarded<Scalar>(depth * panels * width, zone: 3 * kernels.lanes + 1)
      let z = Guarded<Scalar>(rows * panels * width, zone: 3 * kernels.lanes + 1)
      let c = Guarded<Scalar>(rows * stateWidth, zone: 3 * kernels.lanes + 1)
      let nextH = Guarded<Scalar>(rows * stateWidth, zone: 3 * kernels.lanes + 1)
      c.fill(with: 0.5)
      kernel.elements.withUnsafeBufferPointer { kernel in
        guard let kernel = kernel.baseAddress else { return }
        kernels.pack(kernel, depth: depth, units: units, into: packed.start)
      }
      inputs.elements.withUnsafeBufferPointer { inputs in
        guard let inputs = inputs.baseAddress else { return }
        let operands = (0..<rows).map { UnsafeRawPointer(inputs + $0 * depth) }
        kernels.accumulate(
          rows: rows, operands, depth: depth, packed: packed.start, panels: panels,
          bias: [Scalar](repeating: 0, count: panels * width), into: z.start, zStride: rows * width)
        #expect(z.isIntact && z.isFilled, "\(units) units: products with x")
        kernels.step(
          rows: rows, h: operands, depth: depth, packed: packed.start, panels: 0..<panels, z: z.start,
          zStride: rows * width, c: (0..<rows).map { UnsafeMutableRawPointer(c.start + $0 * stateWidth) },
          nextH: (0..<rows).map { UnsafeMutableRawPointer(nextH.start + $0 * stateWidth) }, options: LSTMOptions())
      }
      for array in [packed, z, c, nextH] { #expect(array.isIntact && array.isFilled, "\(units) units") }
    }
  }

  @Test("an activation of an array writes that array and no more", arguments: supportedSets, [1, 3, 4, 16, 17])
  func evaluation(_ set: InstructionSet, count: Int) throws {
    let kernels = try #require(Kernels<Float>(set))
    let values = Guarded<Float>(count, zone: 65)
    kernels.evaluate(.sigmoid, [Float](repeating: 0, count: count), count: count, into: values.start)
    #expect(values.isIntact && values.isFilled)
  }
}

/// An array of sentinels between two zones of sentinels.
private final class Guarded<Scalar: LSTMScalar> {
  private let memory: UnsafeMutableBufferPointer<Scalar>
  private let zone: Int
  private let sentinel = Scalar(-12345)

  init(_ count: Int, zone: Int) {
    self.zone = zone
    memory = .allocate(capacity: count + 2 * zone)
    memory.initialize(repeating: sentinel)
  }

  deinit { memory.deallocate() }

  var start: UnsafeMutablePointer<Scalar> {
    guard let start = memory.baseAddress else { preconditionFailure("the zones are not empty") }
    return start + zone
  }

  func fill(with value: Scalar) {
    for index in zone..<memory.count - zone { memory[index] = value }
  }

  var isIntact: Bool { (memory.prefix(zone) + memory.suffix(zone)).allSatisfy { $0 == sentinel } }
  var isFilled: Bool { !memory.dropFirst(zone).dropLast(zone).contains(sentinel) }
}
