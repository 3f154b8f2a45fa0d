import CaseFiles
import LSTMContract
import Testing

@Suite("Damaged files")
struct DamageTests {
  @Test("every truncation is refused in one line")
  func truncation() throws {
    let whole = try sampleCase(Float.self).serialized()
    for length in 0..<whole.count {
      let line = failure(Array(whole[..<length]))
      #expect(line != nil && line?.contains("\n") == false, "\(length) of \(whole.count) bytes")
    }
  }

  /// Values of free metadata may change unnoticed; names, types, shapes, places and options may not.
  @Test("a changed byte never gives another structure", arguments: 0..<8)
  func oneBit(bit: Int) throws {
    let options = LSTMOptions(goBackwards: true, outputOrder: .aligned, zeroOutputForMask: true)
    let original = try sampleCase(options: options)
    let whole = original.serialized()
    let entries = try Safetensors(parsing: whole, name: "x").entries
    var accepted = 0
    for position in whole.indices {
      var damaged = whole
      damaged[position] ^= 1 << UInt8(bit)
      guard let read = try? CaseFile(parsing: damaged, name: "x") else { continue }
      accepted += 1
      #expect(try Safetensors(parsing: damaged, name: "x").entries == entries, "byte \(position)")
      #expect(read.problem.options == options, "byte \(position)")
      #expect(read.problem.shape == original.problem.shape, "byte \(position)")
    }
    #expect(accepted > 0, "changes to the values of tensors are legal")
  }

  @Test("20,000 random changes are refused in one line, or give a case that is written and read the same")
  func randomChanges() throws {
    let wholes = try [sampleCase(Float.self).serialized(), sampleCase(radii: false).serialized()]
    let fragments = ["[", "{", "}", "\"", ",", ":", "-1", "18446744073709551616", "9223372036854775807", "\\u", "F16"]
    var refused = 0
    for trial in 0..<20_000 {
      let draws = Draws(seed: UInt64(trial) &* 0x1_0001)
      var bytes = wholes[trial % 2]
      let header = Int(bytes[0]) | Int(bytes[1]) << 8
      for change in 0...draws.below(3, 0) {
        let at = 10 * change
        // Mostly in the header: the data accepts nearly anything.
        let position = min(draws.below(draws.below(4, at + 1) == 0 ? bytes.count : 8 + header, at + 2), bytes.count - 1)
        switch draws.below(6, at + 3) {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: draws.bits(at + 4))
        case 1: bytes[position] ^= 1 << UInt8(draws.below(8, at + 4))
        case 2: bytes.remove(at: position)
        case 3: bytes.insert(contentsOf: fragments[draws.below(fragments.count, at + 4)].utf8, at: position)
        case 4: bytes.swapAt(position, draws.below(bytes.count, at + 4))
        default: bytes.removeLast(min(bytes.count - 1, draws.below(64, at + 4)))
        }
      }
      do {
        let read = try CaseFile(parsing: bytes, name: "x")
        let again = read.serialized()
        #expect(try CaseFile(parsing: again, name: "x").serialized() == again, "trial \(trial)")
      } catch {
        refused += 1
        #expect(!error.description.contains("\n"), "trial \(trial)")
        #expect(error.description.hasPrefix("x: "), "trial \(trial)")
      }
    }
    #expect(refused > 10_000 && refused < 20_000)
  }
}
