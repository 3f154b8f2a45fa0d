import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite struct WeightConventionTests {
  /// I = 2, H = 3; each value says which array, row, gate and unit it is of.
  private static func contractFile(bias: Bool = true) throws -> Safetensors {
    var writer = SafetensorsWriter()
    func kernel(_ array: Int, _ rows: Int) -> [Double] {
      (0..<rows * 12).map { place -> Double in
        let (row, gate, unit) = (place / 12, place % 12 / 3, place % 3)
        return Double(array * 1_000 + row * 100 + gate * 10 + unit)
      }
    }
    writer.add("input_kernel", shape: [2, 12], kernel(1, 2))
    writer.add("hidden_kernel", shape: [3, 12], kernel(2, 3))
    if bias { writer.add("bias", shape: [12], kernel(3, 1)) }
    return try Safetensors(parsing: writer.serialized(), name: "contract")
  }

  @Test(arguments: WeightConvention.allCases, [true, false])
  func thereAndBackIsTheSameBitForBit(convention: WeightConvention, hasBias: Bool) throws {
    let file = try Self.contractFile(bias: hasBias)
    let weights = try AnyLayerWeights(file, as: .contract)
    let there = try Safetensors(parsing: weights.serialized(as: convention), name: "there")
    let back = try AnyLayerWeights(there, as: convention)
    #expect(back.serialized(as: .contract) == weights.serialized(as: .contract))
    #expect(weights.sizes == (2, 3))
  }

  /// The element of gate f, unit 2 (and row 1 of K, row 2 of R), where each library's documentation puts it.
  @Test(arguments: [
    (WeightConvention.keras, "kernel", [2, 12], 12 + 5, 1_112.0), (.keras, "recurrent_kernel", [3, 12], 24 + 5, 2_212),
    (.pytorch, "weight_ih_l0", [12, 2], 5 * 2 + 1, 1_112), (.pytorch, "weight_hh_l0", [12, 3], 5 * 3 + 2, 2_212),
    (.pytorch, "bias_ih_l0", [12], 5, 3_012), (.pytorch, "bias_hh_l0", [12], 5, 0),
    (.onnx, "W", [1, 12, 2], 8 * 2 + 1, 1_112), (.onnx, "R", [1, 12, 3], 8 * 3 + 2, 2_212),
    (.onnx, "B", [1, 24], 8, 3_012), (.openvino, "W", [1, 12, 2], 2 * 2 + 1, 1_112),
    (.openvino, "B", [1, 12], 2, 3_012), (.onednn, "weights_layer", [1, 1, 2, 4, 3], 12 + 5, 1_112),
    (.onednn, "weights_iter", [1, 1, 3, 4, 3], 24 + 5, 2_212), (.tflite, "input_to_forget_weights", [3, 2], 5, 1_112),
    (.tflite, "recurrent_to_forget_weights", [3, 3], 8, 2_212), (.tflite, "forget_gate_bias", [3], 2, 3_012),
    (.tf1, "kernel", [5, 12], 12 + 8, 1_112), (.tf1, "kernel", [5, 12], 48 + 8, 2_212), (.tf1, "bias", [12], 8, 3_012),
  ])
  func theForgetGateStandsWhereTheLibraryPutsIt(
    convention: WeightConvention, tensor: String, shape: [Int], place: Int, value: Double
  ) throws {
    let weights = try AnyLayerWeights(Self.contractFile(), as: .contract)
    let file = try Safetensors(parsing: weights.serialized(as: convention), name: "x")
    let found: Tensor<Double> = try file.scalars(of: tensor)
    #expect(found.shape == shape)
    #expect(found.elements[place] == value)
  }

  @Test func twoBiasesAreAddedAndSoIsAForgetBias() throws {
    var torch = SafetensorsWriter()
    torch.add("weight_ih_l0", shape: [4, 1], [Float](repeating: 0.5, count: 4))
    torch.add("weight_hh_l0", shape: [4, 1], [Float](repeating: 0.25, count: 4))
    torch.add("bias_ih_l0", shape: [4], [Float](repeating: 1, count: 4))
    torch.add("bias_hh_l0", shape: [4], [Float]([0, 1, 2, 3]))
    #expect(try Self.bias(torch, .pytorch) == [1, 2, 3, 4])
    var tf1 = SafetensorsWriter()
    tf1.add("kernel", shape: [2, 4], [Float](repeating: 0.5, count: 8))
    tf1.add("bias", shape: [4], [Float]([10, 20, 30, 40]))
    // Packed i, j, f, o; the cell adds 1 to f when it runs.
    #expect(try Self.bias(tf1, .tf1) == [10, 31, 20, 40])
    tf1.metadata["forget_bias"] = "0.5"
    #expect(try Self.bias(tf1, .tf1) == [10, 30.5, 20, 40])
  }

  private static func bias(_ writer: SafetensorsWriter, _ convention: WeightConvention) throws -> [Float] {
    let weights = try AnyLayerWeights(Safetensors(parsing: writer.serialized(), name: "x"), as: convention)
    let file = try Safetensors(parsing: weights.serialized(as: .contract), name: "y")
    let bias: Tensor<Float> = try file.scalars(of: "bias")
    return bias.elements
  }

  @Test(arguments: [
    (["kernel": [2, 12]], "'recurrent_kernel': missing"),
    (["kernel": [2, 12], "recurrent_kernel": [3, 11]], "expected a kernel"),
    (["kernel": [2, 11], "recurrent_kernel": [3, 12]], "'kernel': found shape [2, 11]"),
    (["kernel": [12, 2], "recurrent_kernel": [3, 12]], "'kernel': found shape [12, 2], expected [2, 12]"),
    (["kernel": [2, 12], "recurrent_kernel": [3, 12], "bias": [3]], "'bias': found shape [3], expected [12]"),
    (["kernel": [2, 12], "recurrent_kernel": [3, 12], "beta": [12]], "'beta': unknown name"), ([:], "found no tensor"),
  ])
  func aLayerThatDoesNotFitIsRefusedInOneLine(shapes: [String: [Int]], reason: String) throws {
    var writer = SafetensorsWriter()
    for (name, shape) in shapes {
      writer.add(name, shape: shape, [Float](repeating: 0, count: shape.reduce(1, *)))
    }
    let bytes = writer.serialized()
    #expect {
      try AnyLayerWeights(Safetensors(parsing: bytes, name: "layer"), as: .keras)
    } throws: {
      "\($0)".contains(reason) && !"\($0)".contains("\n")
    }
  }
}
