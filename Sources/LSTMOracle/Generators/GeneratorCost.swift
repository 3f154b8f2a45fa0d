internal import LSTMContract

/// What the generators of a problem cost, and where they are affordable.
enum GeneratorCost {
  /// From so many products on, all rows and steps together, the recursion of R6 is used alone: about a quarter of a second.
  private static var mostProducts: Int { 1 << 30 }

  /// How many symbols are kept: all of a short sequence, or 12H, which widens radii by a third and leaves the cost
  /// linear in T.
  static func capacity(_ shape: LSTMShape) -> Int { min(2 * shape.units * (shape.timeSteps + 1), 12 * shape.units) }

  /// Whether the products of coefficients with the recurrent kernel are few enough.
  static func isAffordable(_ shape: LSTMShape) -> Bool {
    let ofStep = [4, shape.units, shape.units, capacity(shape), shape.batch, shape.timeSteps]
    var products = 1
    for factor in ofStep {
      let (product, overflow) = products.multipliedReportingOverflow(by: factor)
      if overflow || product > mostProducts { return factor == 0 }
      products = product
    }
    return true
  }
}
