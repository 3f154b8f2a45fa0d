internal import Foundation
public import LSTMContract

/// What a program says of itself in its first frame.
public struct SubjectIdentity: Sendable, Equatable {
  /// The version of the protocol that this package speaks.
  public static let protocolVersion = "lstm-subject/1"
  /// What `refuses` may name.
  public static let features = ProblemOutline.featureNames

  /// Its name, for reports.
  public var name: String
  /// Its version, or empty.
  public var version: String
  /// The scalar types that it answers.
  public var scalars: [ScalarKind]
  /// What it does not support: those of `features`, and `activation:NAME`.
  public var refuses: Set<String>
  /// The arrays of an answer that it never returns.
  public var omits: Set<AnswerPart>
  /// How it packs weights, in its own words, or empty.
  public var conventions: String
  /// How many threads it computes with, where it says so.
  public var threads: Int?
  /// Whether it times calls of prepared layers (`PipeProgram.prepare`).
  public var timesCalls: Bool
  /// Whether it gives the answer of the last timed call of a prepared layer (`PipeProgram.lastAnswer`).
  public var readsCalls: Bool
  /// The error of its sigmoid and tanh in units of u.
  public var activationUnits: Double
  /// Whether it flushes subnormal results to zero.
  public var flushesToZero: Bool
  /// Sizes that are compiled in.
  public var sizes = FixedSizes()
  /// Whether several threads may call it at once. Of a shared library alone: its worker calls it so.
  public var concurrentCalls: Bool
  /// Whether it reads subnormal operands as zero.
  public var denormalsAreZero: Bool

  /// Reads the metadata of a first frame.
  ///
  /// - Throws: `SubjectFailure`, which names the key.
  init(metadata: [String: String]) throws(SubjectFailure) {
    func failure(_ key: String, _ expected: String) -> SubjectFailure {
      SubjectFailure(
        "its first frame: metadata '\(key)': "
          + "\(metadata[key].map { "found '\(SubjectText($0, most: 80).line)'" } ?? "missing"), expected \(expected)")
    }
    func flag(_ key: String) throws(SubjectFailure) -> Bool {
      guard let text = metadata[key] else { return false }
      guard ["true", "false"].contains(text) else { throw failure(key, "true or false") }
      return text == "true"
    }
    guard metadata["protocol"] == Self.protocolVersion else { throw failure("protocol", Self.protocolVersion) }
    guard let name = metadata["name"], !name.isEmpty else { throw failure("name", "a name") }
    self.name = SubjectText(name, most: SubjectText.mostOfName).line
    version = SubjectText(metadata["version"] ?? "").line
    let scalars = Self.words(metadata["scalars"] ?? "").map(ScalarKind.init(rawValue:))
    guard !scalars.isEmpty, !scalars.contains(nil) else { throw failure("scalars", "float, double, or float,double") }
    self.scalars = scalars.compactMap { $0 }
    refuses = Set(Self.words(metadata["refuses"] ?? ""))
    let known = Set(Self.features + Activation.allCases.map { "activation:\($0.rawValue)" })
    guard refuses.isSubset(of: known) else {
      throw failure("refuses", "some of \(known.sorted().joined(separator: ", "))")
    }
    let omitted = Self.words(metadata["omits"] ?? "").map(AnswerPart.init(rawValue:))
    guard !omitted.contains(nil), Set(omitted).count < AnswerPart.allCases.count else {
      throw failure("omits", "some of \(AnswerPart.allCases.map(\.rawValue).joined(separator: ", ")), but not all")
    }
    omits = Set(omitted.compactMap { $0 })
    conventions = SubjectText(metadata["conventions"] ?? "").line
    threads = metadata["threads"].flatMap(Int.init)
    if metadata["threads"] != nil, threads ?? 0 < 1 { throw failure("threads", "a number of at least 1") }
    timesCalls = try flag("times_calls")
    readsCalls = try flag("reads_calls")
    activationUnits = 6
    if let text = metadata["activation_units"] {
      guard let units = Double(text), units >= 0.5, units.isFinite else {
        throw failure("activation_units", "a number of at least 0.5")
      }
      activationUnits = units
    }
    flushesToZero = try flag("flushes_to_zero")
    if let text = metadata["sizes"] {
      guard let sizes = FixedSizes(text) else { throw failure("sizes", "some of T, B, I and H, such as I:1,H:20") }
      self.sizes = sizes
    }
    concurrentCalls = try flag("concurrent_calls")
    denormalsAreZero = try flag("denormals_are_zero")
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What the program does not support of this problem, or nil.
  func refusal<Scalar: LSTMScalar>(of problem: LSTMProblem<Scalar>) -> Refusal? {
    refuses.isEmpty && sizes.isEmpty ? nil : refusal(of: ProblemOutline(problem))
  }

  /// What the program does not support of any problem of this outline, or nil.
  func refusal(of outline: ProblemOutline) -> Refusal? {
    guard sizes.admits(outline.shape) else { return Refusal("\(name) has sizes \(sizes)") }
    guard !refuses.isEmpty, let feature = outline.features.first(where: refuses.contains) else { return nil }
    return Refusal("\(name) does not support \(feature)")
  }
}
