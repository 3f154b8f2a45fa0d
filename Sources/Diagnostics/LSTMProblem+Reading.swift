internal import LSTMContract

extension LSTMProblem {
  /// A problem of the same sizes.
  func edited(_ make: () throws -> LSTMProblem) -> LSTMProblem {
    do {
      return try make()
    } catch {
      preconditionFailure("a convention keeps every shape: \(error)")
    }
  }

  /// Where the element of a flat position stands in the other layout.
  func otherPlace(_ position: Int) -> Int {
    let (time, row) = options.layout.timeAndRow(at: position, in: shape)
    return options.layout.other.position(time: time, row: row, in: shape)
  }

  /// K, R and b with the column of each gate and unit read from another place.
  func replacingColumns(_ source: (_ gate: Gate, _ unit: Int, _ units: Int) -> Int) -> LSTMProblem {
    let units = shape.units
    let columns = Gate.allCases.flatMap { gate in (0..<units).map { source(gate, $0, units) } }
    func moved(_ array: Tensor<Scalar>) -> Tensor<Scalar> {
      array.moved { $0 / columns.count * columns.count + columns[$0 % columns.count] }
    }
    return edited {
      try replacing(
        inputKernel: moved(inputKernel), hiddenKernel: moved(hiddenKernel), bias: .some(bias.map(moved)))
    }
  }
}

extension Tensor {
  /// The same shape with each element read from another flat position.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func moved(_ source: (Int) -> Int) -> Tensor {
    let values = elements
    var result: [Element] = []
    result.reserveCapacity(values.count)
    for place in values.indices { result.append(values[source(place)]) }
    do {
      return try Tensor(shape: shape, elements: result)
    } catch {
      preconditionFailure("the shape is kept: \(error)")
    }
  }

  /// A matrix of this shape whose buffer holds the transposed matrix.
  func readAsTransposed() -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return moved { $0 % columns * rows + $0 / columns }
  }
}
