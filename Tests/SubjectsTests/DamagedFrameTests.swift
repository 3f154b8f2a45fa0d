import CaseFiles
import LSTMContract
import Testing

@testable import Subjects

/// Frames as a broken program may write them.
@Suite struct DamagedFrameTests {
  /// A small generator of its own, so that the frames are the same in every run.
  private struct Draws {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(limit, 1)))
    }
  }

  private static let fragments = [
    "[", "]", "{", "}", "\"", ",", ":", "-1", "1e999", "18446744073709551616", "9223372036854775807", "\\u", "null",
    "F16",
  ].map { Array($0.utf8) }

  private static func damaged(_ frame: [UInt8], _ draws: inout Draws) -> [UInt8] {
    var bytes = frame
    let header = 8 + (Int(frame[0]) | Int(frame[1]) << 8)
    for _ in 0...draws.below(3) where !bytes.isEmpty {
      let place = min(draws.below(draws.below(4) == 0 ? bytes.count : header), bytes.count - 1)
      switch draws.below(7) {
      case 0: bytes[place] = UInt8(draws.below(256))
      case 1: bytes[place] ^= 1 << UInt8(draws.below(8))
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(contentsOf: fragments[draws.below(fragments.count)], at: place)
      case 4: bytes.swapAt(place, draws.below(bytes.count))
      case 5: bytes.removeLast(min(bytes.count, draws.below(64)))
      default: bytes.insert(contentsOf: bytes[..<draws.below(bytes.count)], at: place)
      }
    }
    return bytes
  }

  private static func frames(_ problem: LSTMProblem<Float>) -> [[UInt8]] {
    let question = CaseFile(problem: .float(problem), answer: .float(LSTMAnswer(to: problem, filledWith: 0.5)))
    var answer = SafetensorsWriter(metadata: ["runtime": "plain"])
    for part in AnswerPart.allCases {
      let state = [problem.shape.batch, problem.shape.units]
      let shape = part == .outputs ? problem.leadingShape + [problem.shape.units] : state
      answer.add(part.rawValue, shape: shape, LSTMAnswer(to: problem, filledWith: 1)[part])
    }
    let identity = SafetensorsWriter(
      metadata: ["protocol": "lstm-subject/1", "name": "mine", "scalars": "float", "refuses": "mask", "threads": "2"])
    var weights = SafetensorsWriter()
    weights.add("kernel", problem.inputKernel)
    weights.add("recurrent_kernel", problem.hiddenKernel)
    return [question.serialized(), answer.serialized(), identity.serialized(), weights.serialized()]
  }

  @Test func a100000DamagedFramesAreReadOrRefusedInOneLine() throws {
    let problem = try problem(timeSteps: 2)
    let frames = Self.frames(problem)
    var draws = Draws(state: 1)
    var refused = 0
    for trial in 0..<100_000 {
      let bytes = Self.damaged(frames[trial % frames.count], &draws)
      do {
        switch trial % frames.count {
        case 0: _ = try CaseFile(parsing: bytes, name: "x")
        case 1: _ = try PipeProgram.parsed(bytes, problem)
        case 2: _ = try SubjectIdentity(frame: bytes)
        default: _ = try AnyLayerWeights(Safetensors(parsing: bytes, name: "x"), as: .keras)
        }
      } catch {
        refused += 1
        let line = "\((error as? SaidFailure)?.reason ?? "\(error)")"
        guard !line.isEmpty, !line.contains("\n") else {
          Issue.record("trial \(trial): \(line)")
          return
        }
      }
    }
    // Neither everything nor nothing, or the damage would test little.
    #expect((50_000..<99_000).contains(refused))
  }
}
