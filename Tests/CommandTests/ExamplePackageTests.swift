import Foundation
import Testing

/// The example package, built and run as a stranger would: it depends on a tagged version of this working tree.
@Suite struct ExamplePackageTests {
  @Test(.timeLimit(.minutes(10)))
  func `the example passes as a versioned dependent, without Python or BLAS, and a planted fault fails it`()
    async throws
  {
    let folder = try TemporaryFolder()
    let dependency = try await folder.tagWorkingTree(as: "0.1.0")
    let example = try folder.copyExample(dependingOn: dependency)

    let right = try await folder.runTests(of: example)
    #expect(right.status == 0, "\(right.output)")
    #expect(right.output.contains("Test myLSTMIsRight() passed"), "\(right.output)")

    let built = try folder.builtModules()
    #expect(built.contains("LSTMVerify"))
    let unwanted = built.intersection(["BLASBackend", "NumPyReference", "Catalog", "lstm_verify", "ArgumentParser"])
    #expect(unwanted.isEmpty)

    try example.plant("c[unit] = f * c[unit] - i * j", for: "c[unit] = f * c[unit] + i * j")
    let wrong = try await folder.runTests(of: example)
    #expect(wrong.status != 0, "\(wrong.output)")
    #expect(wrong.output.contains("Test myLSTMIsRight() failed"), "\(wrong.output)")
    #expect(wrong.output.contains("MyLSTMXCTests.testMyLSTMIsRight : threw error"), "\(wrong.output)")
    // The report, the diagnosis and the replay line come twice: from Swift Testing and from XCTest.
    for part in ["shrunk", "first wrong: the bias of gate j", "replay    try verify(backend, replaying: \"lstm-line/"] {
      #expect(wrong.output.components(separatedBy: part).count >= 3, "\(part) in \(wrong.output)")
    }
  }
}

/// A copy of Examples/SwiftPackage.
private struct ExampleCopy {
  var folder: URL

  /// Replaces the one place in MyLSTM.swift that reads `original`.
  func plant(_ fault: String, for original: String) throws {
    let file = folder.appending(path: "Sources/MyNetwork/MyLSTM.swift")
    let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: original)
    try #require(parts.count == 2)
    try parts.joined(separator: fault).write(to: file, atomically: true, encoding: .utf8)
  }
}

/// A folder that goes away with its last reference, outside the build folder whose lock the running tests hold.
private final class TemporaryFolder {
  private let url: URL
  private var scratch: URL { url.appending(path: "scratch") }
  private var tools: URL { url.appending(path: "tools") }

  private static let workingTree = URL(filePath: #filePath).appending(path: "../../..").standardized

  struct Finished {
    var status: Int32
    var output: String
  }

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "lstm-verify-\(UUID().uuidString)")
    for folder in [url.appending(path: "empty"), tools] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    // SwiftPM asks this program where descriptions of libraries lie, and heeds no variable.
    let script = "#!/bin/sh\necho \(url.appending(path: "empty").path)\n"
    let program = tools.appending(path: "pkg-config")
    try script.write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A repository that holds the files of the working tree, tracked or not yet, in one commit with this tag.
  func tagWorkingTree(as version: String) async throws -> URL {
    let copy = url.appending(path: "lstm-verify")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    let list = try await run(
      ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], in: Self.workingTree)
    try #require(list.status == 0, "\(list.output)")
    for path in list.output.split(separator: "\0") {
      let (from, to) = (Self.workingTree.appending(path: path), copy.appending(path: path))
      guard FileManager.default.fileExists(atPath: from.path) else { continue }
      try FileManager.default.createDirectory(at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: from, to: to)
    }
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgSign=false"]
    for arguments in [["init", "-q"], ["add", "-A"], identity + ["commit", "-qm", version], ["tag", version]] {
      let git = try await run(["git"] + arguments, in: copy)
      try #require(git.status == 0, "\(git.output)")
    }
    return copy
  }

  func copyExample(dependingOn dependency: URL) throws -> ExampleCopy {
    let example = ExampleCopy(folder: url.appending(path: "example"))
    let original = Self.workingTree.appending(path: "Examples/SwiftPackage")
    for path in ["Package.swift", "Sources", "Tests"] {
      try FileManager.default.createDirectory(at: example.folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: original.appending(path: path), to: example.folder.appending(path: path))
    }
    let manifest = example.folder.appending(path: "Package.swift")
    let published = "https://github.com/lstm-verify/lstm-verify"
    let parts = try String(contentsOf: manifest, encoding: .utf8).components(separatedBy: published)
    try #require(parts.count == 2)
    try parts.joined(separator: "file://\(dependency.path)").write(to: manifest, atomically: true, encoding: .utf8)
    return example
  }

  /// `swift test`, with every cache and record in this folder and no library that pkg-config could find.
  func runTests(of example: ExampleCopy) async throws -> Finished {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let empty = url.appending(path: "empty").path
    return try await run(
      [
        "swift", "test", "--package-path", example.folder.path, "--scratch-path", scratch.path,
        "--cache-path", url.appending(path: "cache").path, "--security-path", url.appending(path: "security").path,
      ],
      in: example.folder,
      environment: [
        "PATH": "\(tools.path):\(path)", "PKG_CONFIG_PATH": empty, "PKG_CONFIG_LIBDIR": empty,
      ])
  }

  /// The names of the Swift modules that the build made.
  func builtModules() throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.appending(path: "debug/Modules").path)
    let suffix = ".swiftmodule"
    return Set(files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) })
  }

  /// Runs a program to its end; its output goes through a file, which no pipe's buffer can block.
  private func run(
    _ command: [String], in folder: URL, environment additions: [String: String] = [:]
  ) async throws -> Finished {
    let file = url.appending(path: "output")
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    // A repository that git was told of by a hook is not the one meant here.
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
      .merging(additions) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    try handle.close()
    let output = try Data(contentsOf: file)
    return Finished(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }
}
