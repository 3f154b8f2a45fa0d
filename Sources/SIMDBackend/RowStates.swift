internal import LSTMContract

/// The states of some rows in scratch memory, in padded rows, and the addresses that the kernels are given.
///
/// Each row has two places for h, because a step reads the old h of a row while it writes the new one; which is which
/// stands with the row, for a masked row stays as it is.
struct RowStates<Scalar: LSTMScalar> {
  /// Pre-activations.
  let z: UnsafeMutablePointer<Scalar>
  /// Addresses of the rows that a product reads: x of a group of steps, or h of one step.
  let operands: UnsafeMutablePointer<UnsafeRawPointer>
  /// Addresses of c and of the new h of the rows that a step uses.
  let usedC, usedNextH: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let currentH, otherH: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let c: UnsafeMutablePointer<Scalar>
  private let stateStride: Int

  /// - Parameter worker: which of the threads that share these rows; the addresses are its own, all else is shared.
  init(_ memory: UnsafeMutableRawPointer, _ layout: ScratchLayout<Scalar>, rows: Int, worker: Int) {
    stateStride = layout.stateStride
    let count = rows * stateStride
    z = (memory + layout.z).bindMemory(to: Scalar.self, capacity: 4 * count * layout.stepsAtOnce)
    c = (memory + layout.c).bindMemory(to: Scalar.self, capacity: count)
    let h = (memory + layout.h).bindMemory(to: Scalar.self, capacity: count)
    let nextH = (memory + layout.nextH).bindMemory(to: Scalar.self, capacity: count)
    let addresses = memory + layout.addresses + worker * layout.addressBytes
    let pointerBytes = MemoryLayout<UnsafeRawPointer>.stride
    operands = addresses.bindMemory(to: UnsafeRawPointer.self, capacity: layout.stepsAtOnce * rows)
    let mutable = (addresses + layout.stepsAtOnce * rows * pointerBytes).bindMemory(
      to: UnsafeMutableRawPointer.self, capacity: 4 * rows)
    (usedC, usedNextH) = (mutable, mutable + rows)
    (currentH, otherH) = (mutable + 2 * rows, mutable + 3 * rows)
    for row in 0..<rows {
      currentH[row] = UnsafeMutableRawPointer(h + row * stateStride)
      otherH[row] = UnsafeMutableRawPointer(nextH + row * stateStride)
    }
  }

  /// Sets some units of the state of a row; the padding of c, which the kernels read, becomes 0.
  func load(
    row: Int, units: Range<Int>, padding: Int, h: UnsafePointer<Scalar>, c initialC: UnsafePointer<Scalar>
  ) {
    let (start, count) = (row * stateStride + units.lowerBound, units.count)
    currentH[row].assumingMemoryBound(to: Scalar.self).advanced(by: units.lowerBound)
      .update(from: h + units.lowerBound, count: count)
    (c + start).update(from: initialC + units.lowerBound, count: count)
    (c + start + count).update(repeating: 0, count: padding)
  }

  /// h of a row.
  func h(_ row: Int) -> UnsafePointer<Scalar> {
    UnsafePointer(currentH[row].assumingMemoryBound(to: Scalar.self))
  }

  /// c of a row.
  func c(_ row: Int) -> UnsafePointer<Scalar> { UnsafePointer(c + row * stateStride) }

  /// Lists a row as the next one, number `place`, that a step uses, and makes the h that the step will write its h.
  func turn(row: Int, into place: Int) {
    (currentH[row], otherH[row]) = (otherH[row], currentH[row])
    operands[place] = UnsafeRawPointer(otherH[row])
    usedNextH[place] = currentH[row]
    usedC[place] = UnsafeMutableRawPointer(c + row * stateStride)
  }
}
