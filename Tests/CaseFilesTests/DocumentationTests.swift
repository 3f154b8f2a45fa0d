import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite("Docs/case-files.md")
struct DocumentationTests {
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("the Python example writes the case that the page says it writes", .enabled(if: python != nil))
  func pythonExample() throws {
    let page = try String(contentsOf: packageRoot.appendingPathComponent("Docs/case-files.md"), encoding: .utf8)
    let example = try #require(page.components(separatedBy: "```python\n").dropFirst().first)
    let source = try #require(example.components(separatedBy: "```").first)
    try withTemporaryDirectory { directory in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try #require(Self.python))
      process.arguments = ["-I", "-c", source]
      process.currentDirectoryURL = URL(fileURLWithPath: directory)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let file = try CaseFile(contentsOf: "\(directory)/my_case.safetensors")
      #expect(file.problem.scalar == .float)
      #expect(file.problem.shape == (try LSTMShape(timeSteps: 2, batch: 1, inputSize: 1, units: 1)))
      #expect(file.problem.options.layout == .timeMajor)
      #expect(file.metadata["producer"] == "by hand")
      guard case .float(let problem) = file.problem else { return }
      #expect(problem.mask?.elements == [true, false])
      #expect(problem.input.elements == [1, 2])
    }
  }
}
