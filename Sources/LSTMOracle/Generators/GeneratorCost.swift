internal import LSTMContract

/// What the generators of a problem cost, and where they are affordable.
enum GeneratorCost {
  /// From so many products on, all rows and steps together, the recursion of R6 is used alone.
  static var mostProducts: Int { 1 << 27 }
  /// Products of one step up to which no symbol is reduced.
  private static var productsOfStep: Int { 1 << 19 }

  /// How many symbols are kept: all of them where that is cheap, and at least 12H.
  static func capacity(_ shape: LSTMShape) -> Int {
    let units = max(shape.units, 1)
    let all = 2 * units * (shape.timeSteps + 1)
    return max(min(all, productsOfStep / (4 * units * units)), 12 * units)
  }

  /// The products of coefficients with the recurrent kernel.
  private static func products(_ shape: LSTMShape) -> Int {
    let (steps, units) = (shape.timeSteps, shape.units)
    let symbols = min(units * steps, capacity(shape))
    let (product, overflow) = (shape.batch * steps).multipliedReportingOverflow(by: 4 * units * units * symbols)
    return overflow ? .max : product
  }

  static func isAffordable(_ shape: LSTMShape) -> Bool { products(shape) <= mostProducts }
}
