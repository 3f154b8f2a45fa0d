import CaseFiles
import Foundation
import LSTMContract
import Testing

@testable import Subjects

/// A problem of which the misbehaving subjects answer those of one step.
func problem(timeSteps: Int) throws -> LSTMProblem<Float> {
  try LSTMProblem(
    input: Tensor(shape: [1, timeSteps, 1], repeating: 1), initialH: Tensor(shape: [1, 2], repeating: 0),
    initialC: Tensor(shape: [1, 2], repeating: 0.5), inputKernel: Tensor(shape: [1, 8], repeating: 0.5),
    hiddenKernel: Tensor(shape: [2, 8], repeating: 0.25))
}

/// Whether a process exists and is not a zombie that nobody has collected yet.
private func isRunning(_ process: Int32) -> Bool {
  let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
  return stat?.split(separator: " ").dropFirst(2).first.map { $0 != "Z" } ?? false
}

@Suite struct PipeProgramTests {
  @Test func aRefusalIsNoFailure() throws {
    let program = try PipeProgram(command: Program.misbehaving("refuse"))
    #expect(throws: Refusal("two steps are too many")) { try program.answer(try problem(timeSteps: 2)) }
  }

  @Test func aProgramTimesCallsOfItsPreparedLayers() throws {
    let program = try PipeProgram(command: Program.python("timed.py"))
    #expect(program.identity.timesCalls)
    let one = try problem(timeSteps: 1)
    #expect(throws: SubjectFailure.self) { try program.seconds(calls: 10, slots: 2, like: one) }
    for slot in 0..<2 { try program.prepare(one, slot: slot) }
    #expect(program.identity.readsCalls)
    #expect((1e-8..<1).contains(try program.seconds(calls: 100, slots: 2, like: one)))
    #expect(try program.lastAnswer(ofSlot: 1, to: one).finalC == one.initialC.elements)
    let three = try LSTMProblem<Float>(
      input: Tensor(shape: [3, 1, 1], repeating: 1), initialH: Tensor(shape: [3, 2], repeating: 0),
      initialC: Tensor(shape: [3, 2], repeating: 0), inputKernel: one.inputKernel, hiddenKernel: one.hiddenKernel)
    #expect(throws: Refusal("three are too many")) { try program.prepare(three, slot: 0) }
    // A failure that it tells does not end it.
    #expect(try program.answer(one).finalC == one.initialC.elements)
  }

  @Test func noProcessIsLeftBehind() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let program = try PipeProgram(
      command: Program.misbehaving("children '\(file.path)'"), limits: SubjectLimits(caseSeconds: 2))
    #expect(throws: SubjectFailure.self) { try program.answer(try problem(timeSteps: 2)) }
    let child = try #require(Int32(try String(contentsOf: file, encoding: .utf8)))
    // It is killed before `answer` throws, and the system ends it a moment later.
    let deadline = ContinuousClock.now + .seconds(60)
    while isRunning(child), ContinuousClock.now < deadline { usleep(2_000) }
    #expect(!isRunning(child))
  }

  @Test(arguments: [
    ("/no/such/program", "exit status 127"), ("true", "exit status 0"), ("sleep 600", "gave no answer within 1"),
    ("echo no frame, but a line that is longer than eight bytes", "announced a frame of"),
  ])
  func aProgramThatDoesNotSayWhoItIsIsNoSubject(command: String, reason: String) {
    do {
      _ = try PipeProgram(command: command, limits: SubjectLimits(startSeconds: 1))
      Issue.record("'\(command)' was accepted")
    } catch {
      #expect("\(error)".contains(reason), "\(error)")
    }
  }
}

@Suite struct SubjectIdentityTests {
  private let whole = ["protocol": "lstm-subject/1", "name": "mine", "scalars": "float, double"]

  @Test func theFirstFrameSaysWhoTheProgramIs() throws {
    let identity = try SubjectIdentity(
      metadata: whole.merging(["refuses": "mask,time_major", "activation_units": "9.5"]) { $1 })
    #expect(identity.scalars == [.float, .double])
    #expect(identity.refuses == ["mask", "time_major"])
    #expect(identity.activationUnits == 9.5)
  }

  @Test(arguments: [
    ("protocol", "lstm-subject/2"), ("name", ""), ("scalars", "half"), ("scalars", ""), ("refuses", "masks"),
    ("activation_units", "none"), ("omits", "state_2"), ("omits", "last_output,outputs,state_0,state_1"),
    ("times_calls", "yes"), ("flushes_to_zero", "True"), ("threads", "many"),
  ])
  func aValueThatMeansNothingIsRefusedByItsKey(key: String, value: String) {
    #expect { try SubjectIdentity(metadata: whole.merging([key: value]) { $1 }) } throws: {
      "\($0)".contains("metadata '\(key)'")
    }
  }

  @Test func omittedPartsAreReadAndNamesAreSafeToPrint() throws {
    let identity = try SubjectIdentity(
      metadata: whole.merging([
        "omits": "state_1, outputs", "name": "a\u{1B}[2Jb\n" + String(repeating: "c", count: 90),
      ]) {
        $1
      })
    #expect(identity.omits == [.finalC, .outputs])
    #expect(identity.name.hasPrefix("a\\u{1b}[2Jb\\u{a}ccc"))
    #expect(identity.name.hasSuffix("..."))
  }

  @Test func aTensorOfAnOmittedPartIsNotLookedAt() throws {
    let problem = try problem(timeSteps: 1)
    var frame = SafetensorsWriter()
    for part in [AnswerPart.lastOutput, .finalH] {
      frame.add(part.rawValue, shape: [1, 2], [Float](repeating: 0, count: 2))
    }
    frame.add("state_1", shape: [5], [Float](repeating: 7, count: 5))
    let answer = try PipeProgram.parsed(frame.serialized(), problem, omits: [.outputs, .finalC])
    #expect(answer.given == [.lastOutput, .finalH])
    let isAbsent = (answer.finalC + answer.outputs).allSatisfy { $0.isNaN }
    #expect(isAbsent)
    #expect(throws: SubjectFailure.self) { try PipeProgram.parsed(frame.serialized(), problem, omits: [.finalC]) }
  }

  @Test func whatIsDeclaredUnsupportedIsNotAsked() throws {
    let identity = try SubjectIdentity(metadata: whole.merging(["refuses": "time_major,no_bias"]) { $1 })
    let plain = try problem(timeSteps: 1)
    #expect(identity.refusal(of: plain) == Refusal("mine does not support no_bias"))
    let biased = try plain.replacing(bias: .some(Tensor(shape: [8], repeating: 0)))
    #expect(identity.refusal(of: biased) == nil)
  }
}

extension PipeProgramTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test(arguments: [
      ("SIGSEGV", "ended with SIGSEGV"), ("SIGFPE", "ended with SIGFPE"), ("SIGABRT", "ended with SIGABRT"),
      ("exit", "ended with exit status 3: Traceback: out of luck"), ("hang", "gave no answer within"),
      ("announce", "announced a frame of"), ("flood", "more than one frame"), ("noise", "gave no answer within"),
      ("allocate", "MiB, where 150 are allowed"), ("half", "ended with exit status 0 in the middle of a frame"),
      ("close", "closed its output"), ("text", "its answer"), ("twice", "more than one frame"),
      ("shape", "tensor 'outputs': found shape [1, 1, 2], expected [1, 2, 2]"),
    ])
    func aCaseThatBreaksTheProgramIsItsOnlyLoss(mode: String, reason: String) throws {
      let limits = SubjectLimits(caseSeconds: 2, residentBytes: 150 << 20)
      let program = try PipeProgram(command: Program.misbehaving(mode), limits: limits)
      let small = try problem(timeSteps: 1)
      #expect(try program.answer(small).finalC == small.initialC.elements)
      do {
        _ = try program.answer(try problem(timeSteps: 2))
        // What follows the first of two frames may arrive later: then the next case finds it.
        _ = try program.answer(small)
        Issue.record("\(mode) was not noticed")
      } catch let failure as SubjectFailure {
        #expect(failure.description.contains(reason), "\(failure)")
        #expect(!failure.description.contains("\n"))
      }
      #expect(try program.answer(small).finalC == small.initialC.elements)
    }
  }
}
