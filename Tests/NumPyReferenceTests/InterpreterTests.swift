import Foundation
import Testing

@testable import NumPyReference

@Suite struct InterpreterTests {
  @Test func anExceptionComesWithTypeMessageAndTracebackAndTheInterpreterGoesOn() async throws {
    let error = await #expect(throws: PythonError.self) {
      _ = try await PythonInterpreter.shared.evaluate("1 // 0")
    }
    #expect(error?.type == "ZeroDivisionError" && error?.message == "integer division or modulo by zero")
    #expect(error?.traceback.hasPrefix("Traceback (most recent call last):") == true)
    #expect(error?.traceback.contains("in value") == true)
    #expect(try await PythonInterpreter.shared.evaluate("6 * 7") == "42")
  }

  @Test func anErrorThatCannotDescribeItselfIsStillThatError() async throws {
    let error = await #expect(throws: PythonError.self) {
      let mute = "type('Mute', (Exception,), {'__str__': lambda self: 1 // 0})"
      _ = try await PythonInterpreter.shared.evaluate("(_ for _ in ()).throw(\(mute)())")
    }
    #expect(error?.type == "Mute" && error?.message == "no message")
    #expect(try await PythonInterpreter.shared.evaluate("6 * 7") == "42")
  }

  @Test(arguments: ["SystemExit(3)", "KeyboardInterrupt()"])
  func whatWouldEndPythonIsAnErrorLikeAnyOther(exception: String) async throws {
    await #expect(throws: PythonError.self) {
      _ = try await PythonInterpreter.shared.evaluate("(_ for _ in ()).throw(\(exception))")
    }
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

  @Test func onlyTheSystemsOwnModulesAreFound() async throws {
    _ = try await NumPyReference.start()
    let path = try await PythonInterpreter.shared.evaluate("'|'.join(sys.path[1:])").split(separator: "|")
    #expect(path.count == 3 && path.allSatisfy { $0.hasPrefix("/usr/lib/python3") }, "\(path)")
    #expect(try await PythonInterpreter.shared.evaluate("sys.path[0]") == PythonInterpreter.folder?.path)
    #expect(try await PythonInterpreter.shared.evaluate("sys.modules['numpy'].__file__").hasPrefix("/usr/lib/python3/"))
    #expect(try await PythonInterpreter.shared.evaluate("'site' in sys.modules") == "False")
  }

  @Test(arguments: ["isolated", "ignore_environment", "no_user_site", "no_site", "dont_write_bytecode"])
  func theInterpreterIsStartedWithoutTheEnvironment(flag: String) async throws {
    #expect(try await PythonInterpreter.shared.evaluate("sys.flags.\(flag)") == "1")
  }

  @Test func interruptsStayWithTheProgram() async throws {
    _ = try await MpmathReference.start()
    _ = try await NumPyReference.start()
    // The handler before this call: none where nobody installed one.
    #expect(signal(SIGINT, SIG_DFL) == nil)
  }

  @Test func aLongMessageIsSummedUpByItsLastLine() {
    let error = PythonError(type: "ImportError", message: "\nIMPORTANT\n\nOriginal error was: none\n", traceback: "")
    #expect(error.summary == "ImportError: Original error was: none")
  }

  @Test func theReferenceCallsNoBLAS() throws {
    let folder = try #require(PythonInterpreter.folder)
    let source = try String(contentsOf: folder.appendingPathComponent("lstm_reference.py"), encoding: .utf8)
    for call in ["@ ", "np.dot", "np.matmul", "np.inner", "np.tensordot", "np.linalg", ".dot("] {
      #expect(!source.contains(call), "\(call)")
    }
    #expect(source.contains("optimize=False"))
  }
}
