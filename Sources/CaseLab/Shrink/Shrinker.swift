public import LSTMContract

/// What came of shrinking.
public struct ShrinkResult<Scalar: LSTMScalar>: Sendable {
  /// The smallest calls found that still fail, in their order.
  public let calls: [LSTMProblem<Scalar>]
  /// How many problems, or sequences of calls, were tried.
  public let attempts: Int

  /// The last of the calls: the problem that is judged.
  public var problem: LSTMProblem<Scalar> { calls[calls.count - 1] }
}

/// Makes a failing problem small: first its sizes, then its options, then its values towards 0, 1 and powers of two.
///
/// Every accepted step fails the same predicate. The result depends on the predicate and the limits alone.
public struct Shrinker<Scalar: LSTMScalar>: Sendable {
  private let maximumAttempts: Int
  private let seconds: Double
  private let deadline: Deadline

  /// - Parameters:
  ///   - maximumAttempts: how many problems are tried at most.
  ///   - seconds: a guard against slow subjects; not reached where a run takes less than a few milliseconds.
  ///   - deadline: when the search ends with the smallest problem found so far.
  public init(maximumAttempts: Int = 4_000, seconds: Double = 10, deadline: Deadline = .never) {
    self.maximumAttempts = maximumAttempts
    self.seconds = seconds
    self.deadline = deadline
  }

  /// The smallest problem found for which `fails` is true; `problem` itself fails.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func shrink(
    _ problem: LSTMProblem<Scalar>, fails: (LSTMProblem<Scalar>) -> Bool
  ) -> ShrinkResult<Scalar> {
    shrink([problem], inTurn: [[0]]) { fails($0[0]) }
  }

  /// The smallest pair of calls found for which `fails` is true; the given pair itself fails.
  ///
  /// Both problems are edited alike, so that what they do not share stays the only difference; then the judged one, then
  /// the earlier one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func shrink(
    earlier: LSTMProblem<Scalar>, later: LSTMProblem<Scalar>,
    fails: (_ earlier: LSTMProblem<Scalar>, _ later: LSTMProblem<Scalar>) -> Bool
  ) -> ShrinkResult<Scalar> {
    shrink([earlier, later], inTurn: [[0, 1], [1], [0]]) { fails($0[0], $0[1]) }
  }

  private func shrink(
    _ calls: [LSTMProblem<Scalar>], inTurn places: [[Int]], fails: ([LSTMProblem<Scalar>]) -> Bool
  ) -> ShrinkResult<Scalar> {
    withoutActuallyEscaping(fails) { fails in
      var search = ShrinkSearch(calls, maximumAttempts, deadline.within(seconds: seconds), fails)
      var changed = true
      while changed, !search.isExhausted {
        changed = false
        for places in places {
          search.edited = places
          changed = search.shrinkSizes() || changed
          changed = search.simplifyOptions() || changed
          changed = search.simplifyValues() || changed
        }
      }
      return ShrinkResult(calls: search.calls, attempts: search.attempts)
    }
  }
}

/// The state of one search: the best calls so far, and what was spent.
struct ShrinkSearch<Scalar: LSTMScalar> {
  private(set) var calls: [LSTMProblem<Scalar>]
  /// Which of the calls an edit changes; the last of them decides which edits there are.
  var edited: [Int]
  private(set) var attempts = 0
  private let maximum: Int
  private let deadline: Deadline
  private let fails: ([LSTMProblem<Scalar>]) -> Bool

  init(
    _ calls: [LSTMProblem<Scalar>], _ maximum: Int, _ deadline: Deadline,
    _ fails: @escaping ([LSTMProblem<Scalar>]) -> Bool
  ) {
    self.calls = calls
    edited = Array(calls.indices)
    self.maximum = maximum
    self.deadline = deadline
    self.fails = fails
  }

  var isExhausted: Bool { attempts >= maximum || deadline.hasPassed }

  private var best: LSTMProblem<Scalar> { calls[edited.last ?? calls.count - 1] }

  /// Takes the calls with this edit where they still fail. A call to which the edit does not apply stays as it is.
  mutating func accept(_ edit: (LSTMProblem<Scalar>) -> LSTMProblem<Scalar>?) -> Bool {
    guard !isExhausted else { return false }
    var candidate = calls
    var isEdited = false
    for place in edited {
      guard let problem = edit(calls[place]) else { continue }
      candidate[place] = problem
      isEdited = true
    }
    guard isEdited else { return false }
    attempts += 1
    guard fails(candidate) else { return false }
    calls = candidate
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
          let isAccepted = accept { problem in
            let kept = (0..<problem.size(axis)).filter { $0 < start || $0 >= start + run }
            return kept.isEmpty || kept.count == problem.size(axis) ? nil : problem.keeping(kept, axis)
          }
          if isAccepted { changed = true } else { start += run }
        }
        run /= 2
      }
    }
    return changed
  }

  /// Moves each option to its simple value.
  mutating func simplifyOptions() -> Bool {
    var changed = false
    changed = accept { $0.mask == nil ? nil : try? $0.replacing(mask: .some(nil)) } || changed
    changed = accept { $0.bias == nil ? nil : try? $0.replacing(bias: .some(nil)) } || changed
    func tryOption(_ edit: (inout LSTMOptions) -> Void) {
      let isAccepted = accept { problem in
        var options = problem.options
        edit(&options)
        return options == problem.options ? nil : try? problem.replacing(options: options)
      }
      changed = isAccepted || changed
    }
    tryOption { $0.tanhActivation = .tanh }
    tryOption { $0.sigmoidActivation = .sigmoid }
    tryOption { $0.goBackwards = false }
    tryOption { $0.outputOrder = .processing }
    tryOption { $0.zeroOutputForMask = false }
    return accept { $0.inBatchMajor() } || changed
  }

  /// Moves whole arrays, then halves, then single elements, towards 0, 1 and powers of two.
  mutating func simplifyValues() -> Bool {
    var changed = false
    for array in ProblemArray.simplifiedInTurn where best[array] != nil {
      var run = best[array]?.elements.count ?? 0
      while run >= 1, !isExhausted {
        var start = 0
        while start < best[array]?.elements.count ?? 0 {
          changed = simplify(array, start..<start + run) || changed
          start += run
        }
        run /= 2
      }
    }
    for place in 0..<(best.mask?.elements.count ?? 0) where best.mask?[place] == false {
      let isAccepted = accept { problem in
        guard var mask = problem.mask, place < mask.elements.count, !mask[place] else { return nil }
        mask[place] = true
        return try? problem.replacing(mask: mask)
      }
      changed = isAccepted || changed
    }
    return changed
  }

  private mutating func simplify(_ array: ProblemArray, _ range: Range<Int>) -> Bool {
    for simpler in Self.simplerValues {
      let isAccepted = accept { problem in
        guard let tensor = problem[array] else { return nil }
        var elements = tensor.elements
        let places = range.clamped(to: elements.indices)
        let (old, new) = (Array(elements[places]), elements[places].map(simpler))
        guard Self.complexity(new) < Self.complexity(old) else { return nil }
        elements.replaceSubrange(places, with: new)
        return try? problem.replacing(array, with: Tensor(shape: tensor.shape, elements: elements))
      }
      if isAccepted { return true }
    }
    return false
  }

  private static var simplerValues: [(Scalar) -> Scalar] {
    [
      { _ in 0 }, { _ in 1 }, { $0 < 0 ? -1 : 1 }, { _ in 0.5 }, powerOfTwo, { $0.isFinite ? $0.rounded() : $0 },
    ]
  }

  private static func powerOfTwo(_ value: Scalar) -> Scalar {
    guard value.isNormal else { return value }
    return Scalar(sign: value.sign, exponent: value.exponent, significand: 1)
  }

  private static func complexity(_ values: [Scalar]) -> Int { values.reduce(0) { $0 + complexity($1) } }

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
