import LSTMContract
import Testing

@Suite struct ArithmeticModelTests {
  @Test func theDefaultModelPrintsInOneLine() {
    #expect(
      "\(ArithmeticModel(scalar: .float))" == "float: u 2^-24, accumulator 2^-24 to nearest, sigmoid 6.0u, tanh 6.0u")
  }

  @Test func declaredDeparturesArePrinted() {
    var model = ArithmeticModel(scalar: .double)
    model.flushesToZero = true
    model.operandRoundoff = 0x1p-8
    model.storageRoundoffC = 0x1p-11
    for word in ["operands 2^-8", "c stored at 2^-11", "flushes to zero"] { #expect("\(model)".contains(word)) }
  }
}
