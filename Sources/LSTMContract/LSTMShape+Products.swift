extension LSTMShape {
  /// The products of all steps of E1, T·B·4H·(I + H); `Int.max` where that is no `Int`.
  public var products: Int {
    [timeSteps, batch, 4 * units].reduce(inputSize &+ units) { product, size in
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      return overflows ? Int.max : next
    }
  }
}
