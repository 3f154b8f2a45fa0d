internal import LSTMContract

/// Memory that the calls of a layer use one after another. Its content means nothing between two calls.
///
/// Whoever writes to it must hold the only reference; `SIMDLayer` sees to that.
final class Scratch: @unchecked Sendable {
  private var memory: UnsafeMutableRawPointer?
  private var byteCount = 0

  /// Aligned memory of at least this size; grown only where an earlier call needed less.
  func memory(byteCount needed: Int) -> UnsafeMutableRawPointer {
    if let memory, needed <= byteCount { return memory }
    memory?.deallocate()
    let grown = allocate(byteCount: needed)
    (memory, byteCount) = (grown, needed)
    return grown
  }

  deinit { memory?.deallocate() }
}

/// Where the arrays that one group of rows needs stand in its part of the scratch memory.
struct ScratchLayout<Scalar: LSTMScalar> {
  /// P V: elements of a padded row of h or c.
  let stateStride: Int
  /// Steps whose products with x are formed together.
  let stepsAtOnce: Int
  /// Byte offsets of: pre-activations; two arrays of h, one read and one written in each step; c; addresses.
  let z, h, nextH, c, addresses: Int
  /// Bytes of the addresses of one worker; each has its own.
  let addressBytes: Int
  /// Bytes of all of it, a multiple of the alignment.
  let byteCount: Int

  /// - Parameters:
  ///   - workers: how many threads share the units of these rows.
  ///   - zBytes: pre-activations are held for as many steps as fit, and for one at least. Half of a usual second-level
  ///     cache.
  init(timeSteps: Int, rows: Int, panels: Int, lanes: Int, workers: Int = 1, zBytes: Int = 512 << 10) {
    func aligned(_ bytes: Int) -> Int { (bytes + vectorAlignment - 1) / vectorAlignment * vectorAlignment }
    stateStride = panels * lanes
    let stepBytes = max(rows * 4 * stateStride * MemoryLayout<Scalar>.stride, 1)
    stepsAtOnce = max(1, min(timeSteps, zBytes / stepBytes))
    let stateBytes = aligned(rows * stateStride * MemoryLayout<Scalar>.stride)
    z = 0
    h = aligned(stepsAtOnce * stepBytes)
    nextH = h + stateBytes
    c = nextH + stateBytes
    addresses = c + stateBytes
    addressBytes = aligned((stepsAtOnce + 4) * rows * MemoryLayout<UnsafeRawPointer>.stride)
    byteCount = addresses + workers * addressBytes
  }
}
