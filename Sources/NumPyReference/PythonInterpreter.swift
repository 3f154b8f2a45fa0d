internal import CPython
internal import Foundation

/// The one interpreter of the process, pinned to its thread.
actor PythonInterpreter {
  /// CPython can be started once.
  static let shared = PythonInterpreter()

  private nonisolated let thread = PythonThread()
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private var isStarted = false
  private var modules: [String: PythonObject] = [:]

  /// Starts the interpreter where it is not yet running.
  ///
  /// - Throws: `ReferenceUnavailable`.
  func start() throws {
    guard !isStarted else { return }
    let program = "/usr/bin/python3"
    let failure = program.withWideCharacters { lstm_python_start($0) }
    if let failure {
      throw ReferenceUnavailable(
        description: "Python does not start: \(String(cString: failure)) (install the package libpython3-dev)")
    }
    isStarted = true
  }

  /// The module that a file of the resources defines.
  ///
  /// - Throws: `ReferenceUnavailable` where `package` cannot be imported, `PythonError` for every other exception.
  func load(_ name: String, needing package: String, from debian: String) throws -> PythonObject {
    if let module = modules[name] { return module }
    try start()
    guard let needed = PythonObject(owning: PyImport_ImportModule(package)) else {
      let error = exception()
      throw ReferenceUnavailable(
        description: "Python cannot import \(package): \(error.message) (install the package \(debian))")
    }
    _ = needed
    guard let url = Self.source(of: name),
      let source = try? String(contentsOf: url, encoding: .utf8)
    else { throw ReferenceUnavailable(description: "the file Python/\(name).py is missing beside this program") }
    guard let module = PythonObject(owning: lstm_python_module(name, source, url.path)) else { throw exception() }
    modules[name] = module
    return module
  }

  /// The file of a module among the resources.
  static func source(of name: String) -> URL? {
    Bundle.module.url(forResource: name, withExtension: "py", subdirectory: "Python")
  }

  /// Calls a function of a module with one argument.
  ///
  /// - Throws: `PythonError`.
  func call(_ module: PythonObject, _ function: String, _ argument: PythonObject) throws -> PythonObject {
    guard let result = PythonObject(owning: lstm_python_call(module.pointer, function, argument.pointer)) else {
      throw exception()
    }
    return result
  }

  /// The text of a Python string.
  func text(_ object: PythonObject) -> String {
    PyUnicode_AsUTF8(object.pointer).map { String(cString: $0) } ?? ""
  }

  /// Takes the pending exception.
  func exception() -> PythonError {
    guard let text = PythonObject(owning: lstm_python_exception()) else {
      return PythonError(traceback: "unknown exception")
    }
    return PythonError(traceback: self.text(text))
  }

  /// Runs statements, for the tests of this target.
  ///
  /// - Throws: `PythonError`.
  func evaluate(_ expression: String) throws -> String {
    try start()
    let source = "def value(_):\n    import sys, threading\n    return str(\(expression))\n"
    guard let module = PythonObject(owning: lstm_python_module("expression", source, "<expression>")) else {
      throw exception()
    }
    guard let none = PythonObject(owning: lstm_python_none()) else { throw exception() }
    return text(try call(module, "value", none))
  }
}

extension PythonInterpreter {
  /// The address at which NumPy sees an array, for the tests of this target.
  ///
  /// - Throws: `PythonError`, `ReferenceUnavailable`.
  func addressSeenByNumPy(_ values: [Double]) throws -> String {
    let module = try load("lstm_reference", needing: "numpy", from: "python3-numpy")
    return try values.withUnsafeBufferPointer { buffer in
      guard let view = PythonObject(owning: lstm_python_view(buffer.baseAddress, buffer.count * 8)) else {
        throw exception()
      }
      return text(try call(module, "address", view))
    }
  }
}

/// A reference to a Python object, released on the interpreter's thread.
final class PythonObject: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<PyObject>

  /// Takes over a new reference; nil for none.
  init?(owning pointer: UnsafeMutablePointer<PyObject>?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { lstm_python_release(pointer) }
}

extension String {
  fileprivate func withWideCharacters<Result>(_ body: (UnsafePointer<wchar_t>) -> Result) -> Result {
    let characters = unicodeScalars.map { wchar_t($0.value) } + [0]
    return characters.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the terminator is there") }
      return body(base)
    }
  }
}
