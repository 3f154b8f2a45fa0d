internal import CLSTMKernels
internal import LSTMContract

/// The parameters of a layer in the order in which the kernels read them; padding is 0.
///
/// The memory is written once, here, and only read afterwards: any number of threads may share it.
final class PackedWeights<Scalar: LSTMScalar>: @unchecked Sendable {
  let inputSize, units: Int
  /// P, vectors' worth of units.
  let panels: Int
  let inputKernel, hiddenKernel, bias: UnsafePointer<Scalar>
  private let memory: UnsafeMutableRawPointer

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(_ parameters: LSTMParameters<Scalar>, for kernels: Kernels<Scalar>) {
    (inputSize, units) = (parameters.inputSize, parameters.units)
    panels = (units + kernels.lanes - 1) / kernels.lanes
    let width = 4 * panels * kernels.lanes
    let count = (inputSize + units + 1) * width
    memory = allocate(byteCount: count * MemoryLayout<Scalar>.stride)
    let packed = memory.bindMemory(to: Scalar.self, capacity: count)
    inputKernel = UnsafePointer(packed)
    hiddenKernel = UnsafePointer(packed + inputSize * width)
    bias = UnsafePointer(packed + (inputSize + units) * width)

    func pack(_ kernel: Tensor<Scalar>, depth: Int, at offset: Int) {
      kernel.elements.withUnsafeBufferPointer { kernel in
        guard let kernel = kernel.baseAddress else { return }
        kernels.pack(kernel, depth: depth, units: parameters.units, into: packed + offset)
      }
    }
    pack(parameters.inputKernel, depth: inputSize, at: 0)
    pack(parameters.hiddenKernel, depth: units, at: inputSize * width)
    if let bias = parameters.bias {
      pack(bias, depth: 1, at: (inputSize + units) * width)
    } else {
      packed.advanced(by: (inputSize + units) * width).initialize(repeating: 0, count: width)
    }
  }

  deinit { memory.deallocate() }
}

/// Fresh memory for the kernels; what fills large pages starts at one.
func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
  let largePage = Int(clstm_large_page)
  guard byteCount >= largePage else { return .allocate(byteCount: byteCount, alignment: vectorAlignment) }
  let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: largePage)
  clstm_prefer_large_pages(memory, byteCount)
  return memory
}

/// The alignment of what the kernels read most, in bytes: a cache line, so that no vector straddles two.
let vectorAlignment = 64
