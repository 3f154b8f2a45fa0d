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
    guard let folder = Self.folder else {
      throw ReferenceUnavailable(description: "the folder Python is missing beside this program")
    }
    let failure = lstm_python_start(folder.path)
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
      throw ReferenceUnavailable(
        description: "Python cannot import \(package): \(exception().summary) (install the package \(debian))")
    }
    _ = needed
    guard let module = PythonObject(owning: PyImport_ImportModule(name)) else { throw exception() }
    modules[name] = module
    return module
  }

  /// The folder of the Python sources among the resources.
  static var folder: URL? { Bundle.module.url(forResource: "Python", withExtension: nil) }

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
    guard let text = PyUnicode_AsUTF8(object.pointer) else {
      PyErr_Clear()
      return ""
    }
    return String(cString: text)
  }

  /// Takes the pending exception.
  func exception() -> PythonError {
    var name: UnsafeMutablePointer<PyObject>?
    var message: UnsafeMutablePointer<PyObject>?
    var traceback: UnsafeMutablePointer<PyObject>?
    lstm_python_exception(&name, &message, &traceback)
    // A part that Python cannot tell (a broken __str__) leaves a poorer error, not another one.
    let texts = [name, message, traceback].map { PythonObject(owning: $0).map(text) }
    return PythonError(type: texts[0] ?? "Exception", message: texts[1] ?? "no message", traceback: texts[2] ?? "")
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
