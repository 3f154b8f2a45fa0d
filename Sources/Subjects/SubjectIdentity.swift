internal import Foundation
public import LSTMContract

/// What a program says of itself in its first frame.
public struct SubjectIdentity: Sendable, Equatable {
  /// The version of the protocol that this package speaks.
  public static let protocolVersion = "lstm-subject/1"
  /// What `refuses` may name.
  public static let features = [
    "mask", "gapped_mask", "empty_row", "held_output", "go_backwards", "aligned", "zero_output", "time_major",
    "no_steps", "no_rows", "no_bias",
  ]

  /// Its name, for reports.
  public var name: String
  /// Its version, or empty.
  public var version: String
  /// The scalar types that it answers.
  public var scalars: [ScalarKind]
  /// What it does not support: those of `features`, and `activation:NAME`.
  public var refuses: Set<String>
  /// How it packs weights, in its own words, or empty.
  public var conventions: String
  /// How many threads it computes with, where it says so.
  public var threads: Int?
  /// Whether it times calls of prepared layers (`PipeProgram.prepare`).
  public var timesCalls: Bool
  /// The error of its sigmoid and tanh in units of u.
  public var activationUnits: Double
  /// Whether it flushes subnormal results to zero.
  public var flushesToZero: Bool

  /// Reads the metadata of a first frame.
  ///
  /// - Throws: `SubjectFailure`, which names the key.
  init(metadata: [String: String]) throws(SubjectFailure) {
    func failure(_ key: String, _ expected: String) -> SubjectFailure {
      SubjectFailure(
        "its first frame: metadata '\(key)': \(metadata[key].map { "found '\($0.prefix(80))'" } ?? "missing"), "
          + "expected \(expected)")
    }
    guard metadata["protocol"] == Self.protocolVersion else { throw failure("protocol", Self.protocolVersion) }
    guard let name = metadata["name"], !name.isEmpty else { throw failure("name", "a name") }
    self.name = name
    version = metadata["version"] ?? ""
    let scalars = Self.words(metadata["scalars"] ?? "").map(ScalarKind.init(rawValue:))
    guard !scalars.isEmpty, !scalars.contains(nil) else { throw failure("scalars", "float, double, or float,double") }
    self.scalars = scalars.compactMap { $0 }
    refuses = Set(Self.words(metadata["refuses"] ?? ""))
    let known = Set(Self.features + Activation.allCases.map { "activation:\($0.rawValue)" })
    guard refuses.isSubset(of: known) else {
      throw failure("refuses", "some of \(known.sorted().joined(separator: ", "))")
    }
    conventions = metadata["conventions"] ?? ""
    threads = metadata["threads"].flatMap(Int.init)
    timesCalls = metadata["times_calls"] == "true"
    activationUnits = 6
    if let text = metadata["activation_units"] {
      guard let units = Double(text), units >= 0.5, units.isFinite else {
        throw failure("activation_units", "a number of at least 0.5")
      }
      activationUnits = units
    }
    flushesToZero = metadata["flushes_to_zero"] == "true"
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What the program does not support of this problem, or nil.
  func refusal<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>) -> Refusal? {
    let (shape, options, lengths) = (problem.shape, problem.options, problem.lengths)
    let asked: [(String, Bool)] = [
      ("mask", problem.mask != nil), ("gapped_mask", problem.mask != nil && lengths == nil),
      ("empty_row", problem.mask != nil && shape.timeSteps > 0 && problem.countingSteps.contains(0)),
      ("held_output", problem.mask != nil && !options.zeroOutputForMask), ("go_backwards", options.goBackwards),
      ("aligned", options.outputOrder == .aligned),
      ("zero_output", options.zeroOutputForMask), ("time_major", options.layout == .timeMajor),
      ("no_steps", shape.timeSteps == 0), ("no_rows", shape.batch == 0), ("no_bias", problem.bias == nil),
      ("activation:\(options.tanhActivation.rawValue)", true),
      ("activation:\(options.sigmoidActivation.rawValue)", true),
    ]
    return asked.first { $0.1 && refuses.contains($0.0) }.map { Refusal("\(name) does not support \($0.0)") }
  }
}
