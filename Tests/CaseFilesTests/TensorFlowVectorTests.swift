import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite("TensorFlow's files")
struct TensorFlowVectorTests {
  static let directory = packageRoot.appendingPathComponent("Tests/Vectors/tensorflow-2.12-standard_lstm").path

  @Test("all 56 are cases with an answer, and survive being written in our form")
  func all() throws {
    let files = try names(in: Self.directory).filter { $0.hasSuffix(".safetensors") }
    #expect(files.count == 56)
    var scalars: Set<ScalarKind> = []
    var options: Set<LSTMOptions> = []
    for file in files {
      let read = try CaseFile(contentsOf: "\(Self.directory)/\(file)")
      scalars.insert(read.problem.scalar)
      options.insert(read.problem.options)
      #expect(read.answer != nil, "\(file)")
      #expect(read.metadata["producer"]?.hasPrefix("TensorFlow 2.12.1") == true, "\(file)")
      #expect(read.metadata["mask_kind"] != nil, "\(file)")
      let again = try CaseFile(parsing: read.serialized(), name: file)
      #expect(again.problem == read.problem && again.answer == read.answer, "\(file)")
    }
    #expect(scalars.count == 2)
    #expect(options.count == 8, "both layouts, both directions, both rules for masked outputs")
  }
}
