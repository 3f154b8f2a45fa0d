public import LSTMContract

/// The error of a subject's sigmoid and tanh, read through the public interface (Docs/tolerances.md, R3).
///
/// Each function is read in every place where the equations use it, at several T, B and H, because a library may compute
/// it by several code paths; the worst counts. What the subject refuses is not asked: other designs and other shapes are
/// tried. A sampled maximum is no bound.
public struct ActivationProbe: Sendable, Codable {
  /// The sigmoid.
  public private(set) var sigmoid = Reading()
  /// tanh.
  public private(set) var tanh = Reading()
  /// Whether a sigmoid that is a normal number came back as 0.
  public private(set) var flushesSmallSigmoids = false
  /// Whether a tanh above 1 came back.
  public private(set) var tanhExceedsOne = false
  /// Whether every place was asked at every shape at least once before the time was up.
  public private(set) var isComplete = true

  /// Probes a subject.
  ///
  /// - Parameters:
  ///   - calls: calls of the forget gate and of the candidate at H = 64; the other places and shapes get about seven
  ///     times as many in all.
  ///   - deadline: no new call starts behind it. Every place and shape is asked once before any is asked again.
  /// - Throws: the refusal, or what the subject throws, where no place of either function could be read.
  public init<Scalar: LSTMScalar>(_ backend: any LSTMBackend<Scalar>, calls: Int = 64, deadline: Deadline = .never)
    throws
  {
    var probing = Probing(backend)
    try ask(&probing, ProbedSlot.all(calls: calls, sizes: backend.sizes), deadline)
    if sigmoid.samples + tanh.samples == 0, isComplete, let shape = probing.acceptedShape(deadline) {
      try ask(&probing, ProbedSlot.all(of: shape, calls: calls), deadline)
    }
    guard sigmoid.samples + tanh.samples > 0 else { throw probing.reason ?? Refusal("no place of an activation") }
  }

  private mutating func ask<Scalar: LSTMScalar>(
    _ probing: inout Probing<Scalar>, _ asked: [ProbedSlot], _ deadline: Deadline
  ) throws {
    var slots = asked
    for pass in 0..<(slots.map(\.calls).max() ?? 0) {
      for index in slots.indices where pass < slots[index].calls {
        if deadline.hasPassed {
          if pass == 0 { isComplete = false }
          return
        }
        guard let inputs = slots[index].inputs(pass, shift: index, Scalar.self),
          let values = try probing.values(of: inputs, &slots[index])
        else { continue }
        note(values, slots[index].place, Scalar.self)
      }
    }
  }

  private mutating func note<Scalar: LSTMScalar>(_ values: [ProbedValue], _ place: ProbedPlace, _ type: Scalar.Type) {
    // What the exact arithmetic does not decide is no reading.
    for value in values where value.expected.isFinite {
      if place.isSigmoid {
        sigmoid.note(value, place, Scalar.self)
        if value.actual == 0, value.expected >= Double(Scalar.leastNormalMagnitude) { flushesSmallSigmoids = true }
      } else {
        tanh.note(value, place, Scalar.self)
        if abs(value.actual) > 1 { tanhExceedsOne = true }
      }
    }
  }
}
