internal import CPython
internal import LSTMContract

/// Memory that Python writes an answer into.
final class AnswerMemory {
  let buffers: [UnsafeMutableBufferPointer<Double>]

  init(counts: [Int]) {
    buffers = counts.map { count in
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      buffer.initialize(repeating: .nan)
      return buffer
    }
  }

  deinit { for buffer in buffers { buffer.deallocate() } }

  var arrays: [[Double]] { buffers.map { Array($0) } }
}

/// Builds the list of cases that the Python functions take: views of the arrays, without a copy.
///
/// Each case is a tuple of the four sizes, the options, and read-only views of the seven arrays, then writable views of
/// the memory for the answer.
enum PythonArguments {
  /// Calls `body` while every view is valid.
  static func withCases<Result>(
    _ problems: [LSTMProblem<Double>], _ memories: [AnswerMemory], extra: [PythonObject],
    _ body: (PythonObject) throws -> Result
  ) throws -> Result {
    try withPointers(problems.flatMap(arrays), masks: problems.map { $0.mask?.elements ?? [] }) { arrays, masks in
      guard let list = PythonObject(owning: PyList_New(problems.count)) else { throw noMemory }
      for (number, problem) in problems.enumerated() {
        var items = header(of: problem)
        for buffer in arrays[number * 6..<(number + 1) * 6] {
          items.append(lstm_python_view(buffer.baseAddress, buffer.count * 8))
        }
        items.append(
          problem.mask == nil ? lstm_python_none() : lstm_python_view(masks[number].baseAddress, masks[number].count))
        for buffer in memories[number].buffers {
          items.append(lstm_python_writable_view(buffer.baseAddress, buffer.count * 8))
        }
        for object in extra {
          Py_IncRef(object.pointer)
          items.append(object.pointer)
        }
        guard let tuple = PyTuple_New(items.count) else { throw noMemory }
        // Both setters take over the reference.
        for (place, item) in items.enumerated() { PyTuple_SetItem(tuple, place, item) }
        PyList_SetItem(list.pointer, number, tuple)
      }
      return try body(list)
    }
  }

  private static var noMemory: PythonError { PythonError(type: "MemoryError", message: "no memory", traceback: "") }

  private static func header(of problem: LSTMProblem<Double>) -> [UnsafeMutablePointer<PyObject>?] {
    let (shape, options) = (problem.shape, problem.options)
    let sizes = [shape.timeSteps, shape.batch, shape.inputSize, shape.units].map { PyLong_FromLong($0) }
    let flags = [
      options.layout == .timeMajor, options.goBackwards, options.outputOrder == .aligned, options.zeroOutputForMask,
      problem.bias != nil,
    ].map { PyBool_FromLong($0 ? 1 : 0) }
    let names = [options.tanhActivation, options.sigmoidActivation].map { PyUnicode_FromString($0.rawValue) }
    return sizes + flags + names
  }

  private static func arrays(of problem: LSTMProblem<Double>) -> [[Double]] {
    ProblemArray.allCases.map { problem[$0]?.elements ?? [] }
  }

  /// Opens every array at once; the pointers are valid within `body`.
  private static func withPointers<Result>(
    _ arrays: [[Double]], masks: [[Bool]],
    _ body: ([UnsafeBufferPointer<Double>], [UnsafeBufferPointer<Bool>]) throws -> Result
  ) throws -> Result {
    func openMasks(
      _ number: Int, _ arrays: [UnsafeBufferPointer<Double>], _ opened: inout [UnsafeBufferPointer<Bool>]
    ) throws -> Result {
      guard number < masks.count else { return try body(arrays, opened) }
      return try masks[number].withUnsafeBufferPointer {
        opened.append($0)
        return try openMasks(number + 1, arrays, &opened)
      }
    }
    func openArrays(_ number: Int, _ opened: inout [UnsafeBufferPointer<Double>]) throws -> Result {
      guard number < arrays.count else {
        var masks: [UnsafeBufferPointer<Bool>] = []
        return try openMasks(0, opened, &masks)
      }
      return try arrays[number].withUnsafeBufferPointer {
        opened.append($0)
        return try openArrays(number + 1, &opened)
      }
    }
    var opened: [UnsafeBufferPointer<Double>] = []
    return try openArrays(0, &opened)
  }
}
