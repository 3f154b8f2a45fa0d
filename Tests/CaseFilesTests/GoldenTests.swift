import CaseFiles
import Foundation
import LSTMContract
import Testing

@Suite("Goldens")
struct GoldenTests {
  /// A set of goldens that differs from version to version: `same` doesn't, `old` is in version 1 only.
  private func goldenSet(_ version: Int) throws -> (files: [(name: String, bytes: [UInt8])], index: GoldenIndex) {
    var files: [(name: String, bytes: [UInt8])] = []
    var entries: [GoldenIndex.Entry] = []
    let members = ["same": 2, "changed": version, "changed-too": 3 - version, version == 1 ? "old" : "new": 1]
    for (name, steps) in members.sorted(by: { $0.key < $1.key }) {
      let golden = try sampleCase(Float.self, timeSteps: steps)
      files.append(("\(name).safetensors", golden.serialized()))
      entries.append(
        .init(
          file: "\(name).safetensors", purpose: "tests/the index", catches: "a \"damaged\" file", maker: "the tests",
          golden: golden, bytes: golden.serialized()))
    }
    return (files, GoldenIndex(goldens: entries))
  }

  private func contents(_ directory: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try names(in: directory) { contents[name] = bytes(of: "\(directory)/\(name)") }
    return contents
  }

  @Test("a set is written, listed, verified, and rewritten without touching a file")
  func replaceAndVerify() throws {
    try withTemporaryDirectory { directory in
      try writeAtomically(Array("read me".utf8), to: "\(directory)/README.md")
      let (files, index) = try goldenSet(1)
      let first = try replaceGoldens(in: directory, files: files, index: index)
      #expect(first.written == files.map(\.name) + ["index.json"])
      let read = try GoldenIndex.load(directory: directory)
      #expect(read == index)
      #expect(try read.discrepancies(in: directory).isEmpty)
      for (entry, file) in zip(read.goldens, files) {
        #expect(try read.verifiedFile(entry, in: directory).serialized() == file.bytes)
      }
      let second = try replaceGoldens(in: directory, files: files, index: index)
      #expect(second.written.isEmpty && second.removed.isEmpty)
      let third = try replaceGoldens(in: directory, files: goldenSet(2).files, index: goldenSet(2).index)
      #expect(third.unchanged == ["same.safetensors"])
      #expect(third.removed == ["old.safetensors"])
      #expect(
        try names(in: directory) == [
          "README.md", "changed-too.safetensors", "changed.safetensors", "index.json", "new.safetensors",
          "same.safetensors",
        ])
    }
  }

  @Test("the index is readable text with sorted keys")
  func indexText() throws {
    let text = String(decoding: try goldenSet(1).index.serialized(), as: UTF8.self)
    let start = """
      {
        "goldens" : [
          {
            "catches" : "a \\"damaged\\" file",
            "checksum" : "
      """
    #expect(text.hasPrefix(start))
    #expect(text.contains("\"purpose\" : \"tests/the index\""))
    #expect(text.hasSuffix("}\n"))
  }

  @Test("killed after any step, every file is whole, old or new, and a second run mends the set")
  func interruption() throws {
    let old = try goldenSet(1)
    let new = try goldenSet(2)
    var stepCount = 1
    var steps = 0
    while steps <= stepCount {
      try withTemporaryDirectory { directory in
        try replaceGoldens(in: directory, files: old.files, index: old.index)
        let before = try contents(directory)
        let replacement = try GoldenReplacement(in: directory, files: new.files, index: new.index)
        stepCount = replacement.stepCount
        for position in 0..<steps { try replacement.perform(position) }
        var known = new.files.map(\.bytes) + [try new.index.serialized()]
        known += before.values
        let after = try contents(directory)
        for (name, bytes) in after { #expect(known.contains(bytes), "\(name) after \(steps) steps") }
        if steps == 0 {
          #expect(after.filter { !$0.key.hasSuffix(".tmp") } == before)
          #expect(after.count > before.count, "the temporaries that a killed run leaves")
        }
        // The index that is there tells every file that isn't its own.
        let index = try GoldenIndex.load(directory: directory)
        let own = index == new.index ? new.files : old.files
        for entry in index.goldens {
          let isOwn = own.contains { $0.name == entry.file && $0.bytes == after[entry.file] }
          #expect(((try? index.verifiedFile(entry, in: directory)) != nil) == isOwn, "\(entry.file), \(steps) steps")
        }
        try replaceGoldens(in: directory, files: new.files, index: new.index)
        let expected = new.files.map(\.name) + ["index.json"]
        #expect(try names(in: directory) == expected.sorted())
        #expect(try GoldenIndex.load(directory: directory).discrepancies(in: directory).isEmpty)
      }
      steps += 1
    }
    #expect(stepCount == 5)
  }

  @Test("a failure on the way leaves no temporary")
  func failedReplacement() throws {
    try withTemporaryDirectory { directory in
      let (files, index) = try goldenSet(1)
      mkdir("\(directory)/same.safetensors", 0o755)
      #expect(throws: CaseFileError.self) { try replaceGoldens(in: directory, files: files, index: index) }
      #expect(try names(in: directory) == ["same.safetensors"])
    }
  }

  @Test("two runs never replace the same goldens at once")
  func concurrentRuns() throws {
    try withTemporaryDirectory { directory in
      let (files, index) = try goldenSet(1)
      let other = open(directory, O_RDONLY)
      defer { close(other) }
      #expect(flock(other, LOCK_EX) == 0)
      let error = #expect(throws: CaseFileError.self) { try replaceGoldens(in: directory, files: files, index: index) }
      #expect(error?.description == "\(directory): another process is writing to this directory")
      #expect(flock(other, LOCK_UN) == 0)
      try replaceGoldens(in: directory, files: files, index: index)
      try replaceGoldens(in: directory, files: files, index: index)
    }
  }

  @Test("one flipped bit anywhere in a golden is an error that names the file")
  func flippedBit() throws {
    try withTemporaryDirectory { directory in
      let (files, index) = try goldenSet(1)
      try replaceGoldens(in: directory, files: files, index: index)
      let path = "\(directory)/\(files[0].name)"
      for position in stride(from: 0, to: files[0].bytes.count, by: 7) {
        var damaged = files[0].bytes
        damaged[position] ^= 1 << UInt8(position % 8)
        try Data(damaged).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: CaseFileError.self) { try index.verifiedFile(index.goldens[0], in: directory) }
        #expect(error?.description.hasPrefix("\(path): ") == true, "byte \(position)")
      }
    }
  }

  @Test("goldens that are missing or not listed are reported by name")
  func discrepancies() throws {
    try withTemporaryDirectory { directory in
      let (files, index) = try goldenSet(1)
      try replaceGoldens(in: directory, files: files, index: index)
      rename("\(directory)/same.safetensors", "\(directory)/other.safetensors")
      #expect(
        try index.discrepancies(in: directory).map(\.description) == [
          "\(directory)/same.safetensors: missing, but index.json lists it",
          "\(directory)/other.safetensors: not listed in index.json",
        ])
      let entry = try #require(index.goldens.first { $0.file == "same.safetensors" })
      let error = #expect(throws: CaseFileError.self) { try index.verifiedFile(entry, in: directory) }
      #expect(error?.description == "\(directory)/same.safetensors: cannot open: No such file or directory")
      let mended = try replaceGoldens(in: directory, files: files, index: index)
      #expect(mended.removed.isEmpty, "what no index listed is not ours to remove")
    }
  }

  @Test(
    "a name that leads out of the directory is refused",
    arguments: ["../a.safetensors", "a/b.safetensors", "/a.safetensors", ".a.safetensors", "a", "a\0.safetensors", ""])
  func unsafeName(name: String) throws {
    try withTemporaryDirectory { directory in
      var (files, index) = try goldenSet(1)
      index.goldens[0].file = name
      files[0].name = name
      #expect(throws: CaseFileError.self) { try index.verifiedFile(index.goldens[0], in: directory) }
      #expect(throws: CaseFileError.self) { try replaceGoldens(in: directory, files: files, index: index) }
      try Data(index.serialized()).write(to: URL(fileURLWithPath: "\(directory)/index.json"))
      let error = #expect(throws: CaseFileError.self) { try GoldenIndex.load(directory: directory) }
      #expect(error?.description.hasPrefix("\(directory)/index.json: golden '") == true)
    }
  }

  @Test(
    "an index that is no index gives one line",
    arguments: [
      "", "[]", "{}", "{\"schema\":\"golden-index/2\",\"goldens\":[]}", "{\"goldens\":[{}],\"schema\":1}",
      String(repeating: "[", count: 100_000),
    ])
  func malformedIndex(text: String) throws {
    try withTemporaryDirectory { directory in
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/index.json"))
      let error = #expect(throws: CaseFileError.self) { try GoldenIndex.load(directory: directory) }
      #expect(error?.description.hasPrefix("\(directory)/index.json: ") == true)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test("an index whose checksums are not those of the files is not written")
  func wrongChecksum() throws {
    try withTemporaryDirectory { directory in
      var (files, index) = try goldenSet(1)
      index.goldens[1].checksum = checksum(of: [])
      #expect(throws: CaseFileError.self) { try replaceGoldens(in: directory, files: files, index: index) }
      files.removeLast()
      #expect(throws: CaseFileError.self) { try replaceGoldens(in: directory, files: files, index: index) }
      #expect(try names(in: directory).isEmpty)
    }
  }

  @Test(
    "the checksum is FNV-1a, 64 bits",
    arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
  func checksums(text: String, expected: String) {
    #expect(checksum(of: Array(text.utf8)) == expected)
  }
}
