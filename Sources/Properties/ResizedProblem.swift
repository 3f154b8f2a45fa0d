internal import LSTMContract

/// An axis along which a problem can be made smaller or larger.
enum ResizedAxis: CaseIterable {
  case steps, rows, features, units
}

extension LSTMProblem {
  /// The problem with other numbers of steps, rows, features or units; nil where a smaller one has nothing to lose.
  ///
  /// A smaller one keeps the first of each: a single one in a third of the draws, else a drawn number. A larger one, in
  /// another third, begins with what there is and goes on with the same again.
  func resized(along axes: [ResizedAxis], _ draws: inout Draws) throws(LSTMProblemError) -> LSTMProblem? {
    let kind = draws.number(below: 3)
    func places(_ axis: ResizedAxis, of size: Int) -> [Int] {
      guard axes.contains(axis), size > 0 else { return Array(0..<size) }
      switch kind {
      case 0: return [0]
      case 1: return Array(0..<(size > 1 ? 1 + draws.number(below: size - 1) : 1))
      default: return (0..<size + 1 + draws.number(below: min(size, Self.mostAdded))).map { $0 % size }
      }
    }
    let (steps, rows) = (places(.steps, of: shape.timeSteps), places(.rows, of: shape.batch))
    let (features, units) = (places(.features, of: shape.inputSize), places(.units, of: shape.units))
    let sizes = [steps.count, rows.count, features.count, units.count]
    guard sizes != [shape.timeSteps, shape.batch, shape.inputSize, shape.units] else { return nil }
    let part = try rearranged(times: steps, rows: rows, options: options)
    let columns = (0..<4).flatMap { gate in units.map { gate * shape.units + $0 } }
    return try LSTMProblem(
      input: part.input.picking(features), initialH: part.initialH.picking(units),
      initialC: part.initialC.picking(units), inputKernel: inputKernel.picking(columns, rows: features),
      hiddenKernel: hiddenKernel.picking(columns, rows: units), bias: bias?.picking(columns), mask: part.mask,
      options: options)
  }

  /// A larger problem costs not much more than the one at hand.
  private static var mostAdded: Int { 8 }
}

extension Tensor where Element: LSTMScalar {
  /// The elements at these places of the last axis, which may come more than once; of a matrix, of these rows.
  fileprivate func picking(_ places: [Int], rows: [Int]? = nil) throws(LSTMProblemError) -> Tensor {
    let size = shape.last ?? 0
    let (count, leading) = (size == 0 ? 0 : elements.count / size, shape.dropLast())
    if rows == nil, places.count == size { return self }
    var values: [Element] = []
    values.reserveCapacity((rows?.count ?? count) * places.count)
    for row in rows ?? Array(0..<count) {
      for place in places { values.append(elements[row * size + place]) }
    }
    return try Tensor(shape: (rows.map { [$0.count] } ?? leading) + [places.count], elements: values)
  }
}
