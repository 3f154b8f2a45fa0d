import Foundation
import Testing

@testable import NumPyReference

@Suite struct InterpreterTests {
  @Test func anExceptionComesWithItsTracebackAndTheInterpreterGoesOn() async throws {
    await #expect {
      _ = try await PythonInterpreter.shared.evaluate("1 // 0")
    } throws: { error in
      let text = "\(error)"
      return error is PythonError && text.contains("Traceback") && text.contains("ZeroDivisionError")
    }
    #expect(try await PythonInterpreter.shared.evaluate("6 * 7") == "42")
  }

  @Test func everythingRunsOnOneThread() async throws {
    let threads = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 { group.addTask { try await PythonInterpreter.shared.evaluate("threading.get_ident()") } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(threads.count == 1)
  }

  @Test func aMissingPackageIsOneLineThatNamesWhatToInstall() async {
    await #expect {
      _ = try await PythonInterpreter.shared.load(
        "lstm_reference_absent", needing: "no_such_package", from: "python3-none")
    } throws: { error in
      let text = "\(error)"
      return error is ReferenceUnavailable && !text.contains("\n") && text.contains("no_such_package")
        && text.contains("python3-none")
    }
  }

  @Test func theEnvironmentChangesNothing() async throws {
    // Isolation is a matter of start-up, so look at what a bent environment would have changed.
    setenv("PYTHONPATH", "/nonexistent", 1)
    _ = try await NumPyReference.start()
    let path = try await PythonInterpreter.shared.evaluate("sys.path")
    #expect(
      !path.contains("pyenv") && !path.contains("/nonexistent") && path.contains("/usr/lib/python3/dist-packages"))
    #expect(try await PythonInterpreter.shared.evaluate("sys.flags.isolated") == "1")
    #expect(try await PythonInterpreter.shared.evaluate("sys.modules['numpy'].__file__").hasPrefix("/usr/lib/python3/"))
  }

  @Test func theReferenceCallsNoBLAS() throws {
    let url = try #require(Bundle.module(of: "lstm_reference"))
    let source = try String(contentsOf: url, encoding: .utf8)
    for call in ["@ ", "np.dot", "np.matmul", "np.inner", "np.tensordot", "np.linalg", ".dot("] {
      #expect(!source.contains(call), "\(call)")
    }
    #expect(source.contains("optimize=False"))
  }
}

extension Bundle {
  /// The Python file of this name among the resources of the target.
  fileprivate static func module(of name: String) -> URL? { PythonInterpreter.source(of: name) }
}
