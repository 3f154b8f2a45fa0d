import Foundation
import Testing

@Suite struct GoldenCommandTests {
  private static let golden = BuiltCommand.root.appending(path: "golden")
  private static let victim = "units-5-f32.safetensors"

  /// A copy of the goldens with one file changed.
  private func check(_ damage: (inout Data) -> Void) throws -> BuiltCommand.Result {
    try BuiltCommand.withTemporaryDirectory { directory in
      let copy = directory.appending(path: "golden")
      try FileManager.default.copyItem(at: Self.golden, to: copy)
      let file = copy.appending(path: Self.victim)
      var bytes = try Data(contentsOf: file)
      damage(&bytes)
      try bytes.write(to: file)
      return try BuiltCommand.run(["golden", "check", "--directory", copy.path], in: directory)
    }
  }

  @Test func theGoldensAgree() throws {
    let result = try BuiltCommand.run(["golden", "check", "--directory", Self.golden.path])
    #expect(result.status == 0, "\(result.output)\(result.error)")
    #expect(result.output.contains("goldens") && result.output.contains("simd"))
  }

  @Test func regenerationReproducesEveryByte() throws {
    try BuiltCommand.withTemporaryDirectory { directory in
      let result = try BuiltCommand.run(["golden", "regenerate", "--directory", "golden"], in: directory)
      #expect(result.status == 0, "\(result.error)")
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.golden.path).filter { !$0.hasPrefix(".") }
      #expect(names.count > 60)
      for name in names {
        let made = try Data(contentsOf: directory.appending(path: "golden/\(name)"))
        #expect(try made == Data(contentsOf: Self.golden.appending(path: name)), "\(name)")
      }
    }
  }

  @Test(arguments: [
    "a flipped bit", "a truncated file", "a wrong shape", "a missing tensor", "a length of 2 GB", "an empty file",
  ])
  func damageIsOneLineAndExitStatusTwo(damage: String) throws {
    let result = try check { bytes in
      func replace(_ text: String, _ other: String) {
        if let range = bytes.range(of: Data(text.utf8)) { bytes.replaceSubrange(range, with: Data(other.utf8)) }
      }
      switch damage {
      case "a flipped bit": bytes[bytes.count - 100] ^= 1
      case "a truncated file": bytes.removeLast(10)
      case "a wrong shape": replace("\"shape\":[20]", "\"shape\":[19]")
      case "a missing tensor": replace("\"bias\"", "\"bios\"")
      case "a length of 2 GB": bytes.replaceSubrange(0..<8, with: [0, 0, 0, 0x80, 0, 0, 0, 0])
      default: bytes.removeAll()
      }
    }
    #expect(result.status == 2, "\(result.output)\(result.error)")
    #expect(result.errorLines.count == 1 && result.error.contains(Self.victim), "\(result.error)")
  }
}

extension GoldenCommandTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: [5, 40, 150, 300, 420, 450, 480, 520])
    func aKilledRegenerationLeavesWholeFiles(milliseconds: Int) throws {
      try BuiltCommand.withTemporaryDirectory { directory in
        let copy = directory.appending(path: "golden")
        try FileManager.default.copyItem(at: GoldenCommandTests.golden, to: copy)
        // Old contents that the run would replace.
        let names = try FileManager.default.contentsOfDirectory(atPath: copy.path).filter {
          $0.hasSuffix(".safetensors")
        }
        let old = Data("old".utf8)
        for name in names { try old.write(to: copy.appending(path: name)) }
        let process = Process()
        process.executableURL = BuiltCommand.executable
        process.arguments = ["golden", "regenerate", "--directory", copy.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for name in names {
          let now = try Data(contentsOf: copy.appending(path: name))
          let whole = try now == old || now == Data(contentsOf: GoldenCommandTests.golden.appending(path: name))
          #expect(whole, "\(name)")
        }
        let again = try BuiltCommand.run(["golden", "regenerate", "--directory", copy.path], in: directory)
        #expect(again.status == 0)
        #expect(try BuiltCommand.run(["golden", "check", "--directory", copy.path], in: directory).status == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: copy.path).filter { $0.contains(".tmp") }
        #expect(left.isEmpty)
      }
    }
  }
}
