internal import CLSTMSubject
internal import Foundation
internal import LSTMContract

/// A shared library that implements `lstm_subject.h`, loaded into this process.
///
/// What a faulty library does happens to the process that loads it, which is therefore a worker and nothing else.
struct SubjectLibrary {
  private typealias Run =
    @convention(c) (UnsafePointer<lstm_subject_problem>, UnsafeMutablePointer<lstm_subject_answer>) -> Int32

  private typealias Prepare = @convention(c) (UnsafePointer<lstm_subject_problem>) -> UnsafeMutableRawPointer?
  private typealias Call = @convention(c) (UnsafeMutableRawPointer) -> Int32
  private typealias Read = @convention(c) (UnsafeMutableRawPointer, UnsafeMutablePointer<lstm_subject_answer>) -> Int32

  /// The metadata of its first frame.
  let identity: [String: String]
  private let run: Run
  private let timed: (prepare: Prepare, call: Call)?
  private let read: Read?

  /// - Throws: `SubjectFailure` where the library cannot be loaded or is none of this interface and version.
  init(path: String) throws(SubjectFailure) {
    // A name without a slash would be looked for in the system's folders.
    guard let handle = dlopen(path.contains("/") ? path : "./\(path)", RTLD_NOW | RTLD_LOCAL) else {
      throw SubjectFailure(dlerror().map { String(cString: $0) } ?? "\(path): cannot be loaded")
    }
    guard let version = dlsym(handle, "lstm_subject_abi") else {
      throw SubjectFailure("\(path): defines no lstm_subject_abi")
    }
    let found = version.loadUnaligned(as: UInt32.self)
    guard found == UInt32(LSTM_SUBJECT_ABI) else {
      throw SubjectFailure("\(path): lstm_subject_abi is \(found), expected \(LSTM_SUBJECT_ABI)")
    }
    guard let symbol = dlsym(handle, "lstm_subject_run") else {
      throw SubjectFailure("\(path): defines no lstm_subject_run")
    }
    run = unsafeBitCast(symbol, to: Run.self)
    var identity = [
      "protocol": SubjectIdentity.protocolVersion, "scalars": "float,double",
      "name": URL(filePath: path).deletingPathExtension().lastPathComponent,
    ]
    if let text = dlsym(handle, "lstm_subject_identity") {
      let lines = String(cString: text.assumingMemoryBound(to: CChar.self)).split(whereSeparator: \.isNewline)
      for line in lines {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
          throw SubjectFailure("\(path): lstm_subject_identity: found line '\(line.prefix(80))', expected key=value")
        }
        identity[parts[0]] = parts[1]
      }
    }
    if let prepare = dlsym(handle, "lstm_subject_prepare"), let call = dlsym(handle, "lstm_subject_call") {
      timed = (unsafeBitCast(prepare, to: Prepare.self), unsafeBitCast(call, to: Call.self))
      identity["times_calls"] = "true"
    } else {
      timed = nil
    }
    read = timed == nil ? nil : dlsym(handle, "lstm_subject_read").map { unsafeBitCast($0, to: Read.self) }
    if read != nil { identity["reads_calls"] = "true" }
    self.identity = identity
  }

  /// The answer to a problem, whose arrays are taken from `memory`.
  ///
  /// - Throws: `Refusal` where the library declines; `SubjectFailure` where it says that it failed, or returns what
  ///   means nothing, or wrote where it may not.
  func answer<Scalar: LSTMScalar>(
    _ problem: LSTMProblem<Scalar>, in memory: LibraryMemory
  ) throws -> LSTMAnswer<Scalar> {
    memory.begin()
    return try answer(LibraryCall(problem, in: memory))
  }

  /// The answer of one more call with the same arrays.
  ///
  /// - Throws: as above.
  func answer<Scalar: LSTMScalar>(_ call: LibraryCall<Scalar>) throws -> LSTMAnswer<Scalar> {
    try answer(call, by: "lstm_subject_run") { answer in call.question.withPointer { run($0, answer) } }
  }

  /// The answer of the last call of a prepared layer.
  ///
  /// - Throws: as above.
  func lastAnswer<Scalar: LSTMScalar>(
    of layer: UnsafeMutableRawPointer, to problem: LSTMProblem<Scalar>
  ) throws -> LSTMAnswer<Scalar> {
    guard let read else { throw Refusal("no lstm_subject_read") }
    return try answer(LibraryCall(problem, in: LibraryMemory()), by: "lstm_subject_read") { read(layer, $0) }
  }

  private func answer<Scalar: LSTMScalar>(
    _ call: LibraryCall<Scalar>, by function: String, _ body: (UnsafeMutablePointer<lstm_subject_answer>) -> Int32
  ) throws -> LSTMAnswer<Scalar> {
    var answer = lstm_subject_answer()
    answer.last_output = call.lastOutput.bytes
    answer.outputs = call.outputs.bytes
    answer.state_0 = call.finalH.bytes
    answer.state_1 = call.finalC.bytes
    let status = body(&answer)
    try call.question.check(holds: call.problem)
    let text = withUnsafeBytes(of: answer.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    switch Int(status) {
    case LSTM_SUBJECT_ANSWERED: break
    case LSTM_SUBJECT_REFUSED: throw Refusal(text.isEmpty ? "without a reason" : text)
    case LSTM_SUBJECT_FAILED: throw SubjectFailure(text.isEmpty ? "without a reason" : text)
    default: throw SubjectFailure("\(function) returned \(status), expected 0, 1 or 2")
    }
    return try LSTMAnswer(
      to: call.problem, lastOutput: call.lastOutput.elements(), outputs: call.outputs.elements(),
      finalH: call.finalH.elements(), finalC: call.finalC.elements(), runtime: text)
  }
}

/// The arrays of one call: a problem in read-only memory, and room for its answer, which holds NaN.
struct LibraryCall<Scalar: LSTMScalar> {
  let problem: LSTMProblem<Scalar>
  fileprivate let question: LibraryQuestion
  fileprivate let lastOutput, outputs, finalH, finalC: GuardedArray

  /// - Throws: `SubjectFailure` where there is no memory.
  init(_ problem: LSTMProblem<Scalar>, in memory: LibraryMemory) throws(SubjectFailure) {
    self.problem = problem
    question = try LibraryQuestion(problem, in: memory)
    let state = problem.shape.batch * problem.shape.units * MemoryLayout<Scalar>.stride
    // All bits set is a NaN in both types.
    lastOutput = try memory.array("last_output", count: state, fill: 0xFF)
    outputs = try memory.array("outputs", count: problem.shape.timeSteps * state, fill: 0xFF)
    finalH = try memory.array("state_0", count: state, fill: 0xFF)
    finalC = try memory.array("state_1", count: state, fill: 0xFF)
  }
}

extension SubjectLibrary {
  /// A prepared layer, for `time`.
  ///
  /// - Throws: `Refusal` where the library prepares none for this problem.
  func prepare<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>) throws -> UnsafeMutableRawPointer {
    guard let timed, let layer = try LibraryQuestion(problem, in: LibraryMemory()).withPointer({ timed.prepare($0) })
    else {
      throw Refusal("no prepared layer for this problem")
    }
    return layer
  }

  /// Seconds for each of `calls` calls of the layers in turn.
  ///
  /// - Throws: `SubjectFailure` where a call fails.
  func time(calls: Int, of layers: [UnsafeMutableRawPointer]) throws(SubjectFailure) -> Double {
    guard let timed, !layers.isEmpty, calls > 0 else { throw SubjectFailure("nothing to time") }
    var worst: Int32 = 0
    let start = ContinuousClock.now
    for call in 0..<calls { worst = max(worst, timed.call(layers[call % layers.count])) }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard worst == Int32(LSTM_SUBJECT_ANSWERED) else { throw SubjectFailure("lstm_subject_call returned \(worst)") }
    return seconds / Double(calls)
  }
}

extension ProblemArray {
  /// The name where a signal handler can read it.
  fileprivate var staticName: StaticString {
    switch self {
    case .input: "input"
    case .initialH: "initial_h"
    case .initialC: "initial_c"
    case .inputKernel: "input_kernel"
    case .hiddenKernel: "hidden_kernel"
    case .bias: "bias"
    }
  }
}

/// A problem in guarded, read-only memory, as the C interface describes it.
private struct LibraryQuestion {
  private let arrays: [ProblemArray: GuardedArray]
  private let mask: GuardedArray?
  private let asked: lstm_subject_problem

  init<Scalar: LSTMScalar>(_ problem: LSTMProblem<Scalar>, in memory: LibraryMemory) throws(SubjectFailure) {
    let (shape, options) = (problem.shape, problem.options)
    var arrays: [ProblemArray: GuardedArray] = [:]
    for (name, tensor) in problem.arrays { arrays[name] = try memory.array(name.staticName, copying: tensor.elements) }
    var mask: GuardedArray?
    if let values = problem.mask { mask = try memory.array("mask", copying: values.elements.map { $0 ? UInt8(1) : 0 }) }
    self.arrays = arrays
    self.mask = mask
    asked = lstm_subject_problem(
      scalar: Int32(Scalar.kind == .float ? LSTM_SUBJECT_FLOAT : LSTM_SUBJECT_DOUBLE),
      time_major: options.layout == .timeMajor ? 1 : 0, go_backwards: options.goBackwards ? 1 : 0,
      aligned: options.outputOrder == .aligned ? 1 : 0, zero_output_for_mask: options.zeroOutputForMask ? 1 : 0,
      tanh_activation: options.tanhActivation.subjectCode, sigmoid_activation: options.sigmoidActivation.subjectCode,
      reserved: 0, time_steps: Int64(shape.timeSteps), batch: Int64(shape.batch),
      input_size: Int64(shape.inputSize), units: Int64(shape.units), input: arrays[.input]?.bytes,
      initial_h: arrays[.initialH]?.bytes,
      initial_c: arrays[.initialC]?.bytes, input_kernel: arrays[.inputKernel]?.bytes,
      hidden_kernel: arrays[.hiddenKernel]?.bytes,
      bias: arrays[.bias]?.bytes, mask: mask?.bytes?.assumingMemoryBound(to: UInt8.self))
  }

  /// - Throws: `SubjectFailure` where an array, or the memory around one, is not as it was.
  func check<Scalar: LSTMScalar>(holds problem: LSTMProblem<Scalar>) throws(SubjectFailure) {
    for (name, tensor) in problem.arrays { try arrays[name]?.check(holds: tensor.elements) }
    if let mask = problem.mask { try self.mask?.check(holds: mask.elements.map { $0 ? UInt8(1) : 0 }) }
  }

  func withPointer<Value>(_ body: (UnsafePointer<lstm_subject_problem>) -> Value) -> Value {
    withExtendedLifetime((arrays, mask)) { withUnsafePointer(to: asked) { body($0) } }
  }
}

extension Activation {
  fileprivate var subjectCode: Int32 {
    switch kind {
    case .tanh: Int32(LSTM_SUBJECT_TANH)
    case .sigmoid: Int32(LSTM_SUBJECT_SIGMOID)
    case .hardSigmoid where self == .hardSigmoidFifth: Int32(LSTM_SUBJECT_HARD_SIGMOID_FIFTH)
    case .hardSigmoid: Int32(LSTM_SUBJECT_HARD_SIGMOID_SIXTH)
    case .relu: Int32(LSTM_SUBJECT_RELU)
    case .identity: Int32(LSTM_SUBJECT_IDENTITY)
    }
  }
}
