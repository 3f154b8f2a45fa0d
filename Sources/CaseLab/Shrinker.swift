public import LSTMContract

/// What came of shrinking.
public struct ShrinkResult<Scalar: LSTMScalar>: Sendable {
  /// The smallest problem found that still fails.
  public let problem: LSTMProblem<Scalar>
  /// How many problems were tried.
  public let attempts: Int
}

/// Makes a failing problem small: first its sizes, then its options, then its values towards 0, 1 and powers of two.
///
/// Every accepted step fails the same predicate. The result depends on the predicate and the limits alone.
public struct Shrinker<Scalar: LSTMScalar>: Sendable {
  private let maximumAttempts: Int
  private let timeLimit: Duration

  /// - Parameters:
  ///   - maximumAttempts: how many problems are tried at most.
  ///   - timeLimit: a guard against slow subjects; not reached where a run takes less than a few milliseconds.
  public init(maximumAttempts: Int = 4_000, timeLimit: Duration = .seconds(10)) {
    self.maximumAttempts = maximumAttempts
    self.timeLimit = timeLimit
  }

  /// The smallest problem found for which `fails` is true; `problem` itself fails.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func shrink(
    _ problem: LSTMProblem<Scalar>, fails: (LSTMProblem<Scalar>) -> Bool
  ) -> ShrinkResult<Scalar> {
    withoutActuallyEscaping(fails) { fails in
      var search = ShrinkSearch(problem, maximumAttempts, ContinuousClock.now + timeLimit, fails)
      var changed = true
      while changed, !search.isExhausted {
        changed = search.shrinkSizes()
        changed = search.simplifyOptions() || changed
        changed = search.simplifyValues() || changed
      }
      return ShrinkResult(problem: search.best, attempts: search.attempts)
    }
  }
}

/// The state of one search: the best problem so far, and what was spent.
struct ShrinkSearch<Scalar: LSTMScalar> {
  private(set) var best: LSTMProblem<Scalar>
  private(set) var attempts = 0
  private let maximum: Int
  private let deadline: ContinuousClock.Instant
  private let fails: (LSTMProblem<Scalar>) -> Bool

  init(
    _ problem: LSTMProblem<Scalar>, _ maximum: Int, _ deadline: ContinuousClock.Instant,
    _ fails: @escaping (LSTMProblem<Scalar>) -> Bool
  ) {
    best = problem
    self.maximum = maximum
    self.deadline = deadline
    self.fails = fails
  }

  var isExhausted: Bool { attempts >= maximum || ContinuousClock.now >= deadline }

  /// Takes the candidate where it still fails.
  mutating func accept(_ candidate: LSTMProblem<Scalar>?) -> Bool {
    guard let candidate, !isExhausted else { return false }
    attempts += 1
    guard fails(candidate) else { return false }
    best = candidate
    return true
  }

  /// Keeps fewer steps, rows, features and units: first runs of them go, then single ones.
  mutating func shrinkSizes() -> Bool {
    var changed = false
    for axis in ProblemAxis.allCases {
      var run = best.size(axis) / 2
      while run >= 1 {
        var start = 0
        while start < best.size(axis), best.size(axis) > 1 {
          let kept = (0..<best.size(axis)).filter { $0 < start || $0 >= start + run }
          if !kept.isEmpty, accept(best.keeping(kept, axis)) { changed = true } else { start += run }
        }
        run /= 2
      }
    }
    return changed
  }

  /// Moves each option to its simple value.
  mutating func simplifyOptions() -> Bool {
    let start = best.options
    let hadMask = best.mask
    let hadBias = best.bias != nil
    if best.mask != nil { _ = accept(try? best.replacing(mask: .some(nil))) }
    if best.bias != nil { _ = accept(try? best.replacing(bias: .some(nil))) }
    func tryOption(_ edit: (inout LSTMOptions) -> Void) {
      var options = best.options
      edit(&options)
      if options != best.options { _ = accept(try? best.replacing(options: options)) }
    }
    tryOption { $0.tanhActivation = .tanh }
    tryOption { $0.sigmoidActivation = .sigmoid }
    tryOption { $0.goBackwards = false }
    tryOption { $0.outputOrder = .processing }
    tryOption { $0.zeroOutputForMask = false }
    if best.options.layout == .timeMajor { _ = accept(best.inBatchMajor()) }
    return best.options != start || best.mask != hadMask || (best.bias != nil) != hadBias
  }

  /// Moves whole arrays, then halves, then single elements, towards 0, 1 and powers of two.
  mutating func simplifyValues() -> Bool {
    var changed = false
    for array in ProblemArray.allCases where best.elements(array) != nil {
      var run = best.elements(array)?.count ?? 0
      while run >= 1, !isExhausted {
        var start = 0
        while start < best.elements(array)?.count ?? 0 {
          changed = simplify(array, start..<min(start + run, best.elements(array)?.count ?? 0)) || changed
          start += run
        }
        run /= 2
      }
    }
    if let mask = best.mask {
      for place in mask.elements.indices where !mask[place] {
        guard var simpler = best.mask else { break }
        simpler[place] = true
        changed = accept(try? best.replacing(mask: simpler)) || changed
      }
    }
    return changed
  }

  private mutating func simplify(_ array: ProblemArray, _ range: Range<Int>) -> Bool {
    guard let elements = best.elements(array), !range.isEmpty else { return false }
    let old = Array(elements[range])
    let candidates: [[Scalar]] = [
      old.map { _ in 0 }, old.map { _ in 1 }, old.map { $0 < 0 ? -1 : 1 }, old.map { _ in 0.5 },
      old.map(Self.powerOfTwo), old.map { $0.isFinite ? $0.rounded() : $0 },
    ]
    let worth = old.reduce(0) { $0 + Self.complexity($1) }
    for candidate in candidates where candidate.reduce(0, { $0 + Self.complexity($1) }) < worth {
      var replaced = elements
      replaced.replaceSubrange(range, with: candidate)
      if accept(best.replacing(array, replaced)) { return true }
    }
    return false
  }

  private static func powerOfTwo(_ value: Scalar) -> Scalar {
    guard value.isNormal else { return value }
    return Scalar(sign: value.sign, exponent: value.exponent, significand: 1)
  }

  /// 0 is simplest, then 1, -1, a half, small powers of two, small whole numbers, and everything else.
  private static func complexity(_ value: Scalar) -> Int {
    if value == 0 { return value.sign == .plus ? 0 : 1 }
    if value == 1 { return 1 }
    if value == -1 { return 2 }
    guard value.isFinite else { return 100 }
    if value == 0.5 { return 3 }
    if value.isNormal, value.significand == 1 { return 4 + Int(value.exponent.magnitude) / 8 }
    if value == value.rounded(), abs(value) < 1_024 { return 20 }
    return 50
  }
}
