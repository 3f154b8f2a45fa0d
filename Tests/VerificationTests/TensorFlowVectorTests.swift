import Catalog
import Foundation
import LSTMContract
import LSTMOracle
import Testing

@testable import Verification

@Suite struct TensorFlowVectorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/tensorflow-2.12-standard_lstm")

  private static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      $0.hasSuffix(".safetensors")
    }.sorted()

  @Test func thereAreFiftySix() { #expect(Self.files.count == 56) }

  @Test(arguments: files)
  func tensorFlowAndEveryBackendAgreeWithTheOracle(file: String) throws {
    let check = try FileCheck(path: Self.folder.appending(path: file).path, subjects: Catalog.backends)
    #expect(check.stored?.agrees == true)
    #expect(check.agrees, "\(check.failures)")
    for record in check.replay.ledger.subjects { #expect(record.agrees == 1) }
  }
}
