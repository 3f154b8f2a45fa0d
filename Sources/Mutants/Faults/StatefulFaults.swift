internal import LSTMContract
internal import Synchronization

extension Mutant {
  /// What is left over from another call.
  static let statefulFaults: [Mutant] =
    [
      Mutant(
        "state-kept-between-calls", "A small part of the last call's final c is added to the first state of the next.",
        class: .stateful, origin: .bugs(["tensorflow#34055"]), fault: Remembering(edit: .addsState)),
      Mutant(
        "stale-packed-weights", "The bias of the first call with the same sizes is used in later calls.",
        class: .stateful, origin: .bugs(["mxnet#16037"]), fault: Remembering(edit: .staleBias)),
      Mutant(
        "run-to-run", "Every second call moves the last output by one unit in the last place.", class: .stateful,
        origin: .bugs(["tensorflow#60192"]), fault: Remembering(edit: .wavers)),
    ]
    + Remembered.allCases.map { thing in
      Mutant(
        "remembers-\(thing.rawValue)", thing.sentence, class: .stateful, origin: .systematic,
        fault: RememberingLastCall(thing: thing))
    }
}

private enum RememberingEdit { case addsState, staleBias, wavers }

/// Remembers something of earlier calls, across threads, as the bugs that it re-enacts do.
private final class Remembering: Fault {
  private struct Memory {
    var calls = 0
    var state = 0.0
    var biases: [LSTMShape: Double] = [:]
  }

  private let edit: RememberingEdit
  private let memory = Mutex(Memory())

  init(edit: RememberingEdit) { self.edit = edit }

  func renewed() -> any Fault { Remembering(edit: edit) }

  func rewritten<S: LSTMScalar>(_ problem: LSTMProblem<S>) -> LSTMProblem<S> {
    switch edit {
    case .addsState:
      guard var c = Optional(problem.initialC), !c.elements.isEmpty else { return problem }
      let left = memory.withLock { $0.state }
      c[0] += S(left)
      return (try? problem.replacing(initialC: c)) ?? problem
    case .staleBias:
      guard var bias = problem.bias else { return problem }
      let first = memory.withLock { memory in
        memory.biases[problem.shape]
          ?? {
            memory.biases[problem.shape] = Double(bias[0])
            return Double(bias[0])
          }()
      }
      bias[0] = S(first)
      return (try? problem.replacing(bias: .some(bias))) ?? problem
    case .wavers: return problem
    }
  }

  func revise<S: LSTMScalar>(_ answer: inout LSTMAnswer<S>, to problem: LSTMProblem<S>, before: LSTMAnswer<S>) {
    let calls = memory.withLock { memory in
      memory.calls += 1
      if let c = answer.finalC.first, c.isFinite { memory.state = min(max(Double(c), -1), 1) / 8 }
      return memory.calls
    }
    guard edit == .wavers, calls % 2 == 0, let first = answer.lastOutput.first else { return }
    answer.lastOutput[0] = first.nextUp
  }
}
