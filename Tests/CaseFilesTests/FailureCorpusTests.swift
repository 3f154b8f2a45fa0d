import CaseFiles
import Foundation
import Testing

@Suite("Failure corpus")
struct FailureCorpusTests {
  @Test("failures are kept by subject, sorted by name, the last of a name only")
  func recordAndReplay() throws {
    try withTemporaryDirectory { directory in
      let corpus = FailureCorpus(directory: "\(directory)/deep/corpus")
      #expect(try corpus.known(subject: "mutant:gates-if").isEmpty)
      let one = try sampleCase(timeSteps: 1)
      let two = try sampleCase(Float.self)
      try corpus.record(two, subject: "mutant:gates-if", name: "b")
      try corpus.record(two, subject: "mutant:gates-if", name: "a")
      let path = try corpus.record(one, subject: "mutant:gates-if", name: "a")
      try corpus.record(one, subject: "mutant_gates-if", name: "c")
      #expect(path == "\(directory)/deep/corpus/mutant%3Agates-if/a.safetensors")
      let known = try corpus.known(subject: "mutant:gates-if")
      #expect(known.map(\.path).map { $0.suffix(13) } == ["a.safetensors", "b.safetensors"])
      #expect(known.map { $0.file.serialized() } == [one.serialized(), two.serialized()])
    }
  }

  @Test("names that would collide or leave the directory get folders of their own inside it")
  func folders() throws {
    try withTemporaryDirectory { directory in
      let corpus = FailureCorpus(directory: "\(directory)/corpus")
      let long = String(repeating: "x", count: 400)
      let subjects = ["a:b", "a%3Ab", "a_b", "..", ".", "", "/", "../a", "a\0b", "ü", long, long + "y", "a\nb"]
      let file = try sampleCase()
      for subject in subjects { try corpus.record(file, subject: subject, name: subject) }
      #expect(try names(in: "\(directory)/corpus").count == subjects.count)
      #expect(try names(in: directory) == ["corpus"])
      for subject in subjects { #expect(try corpus.known(subject: subject).count == 1, "\(subject)") }
    }
  }

  @Test("a file that cannot be read is an error that names it, and a killed run's temporary is removed")
  func damagedCorpus() throws {
    try withTemporaryDirectory { directory in
      let corpus = FailureCorpus(directory: directory)
      let path = try corpus.record(sampleCase(), subject: "s", name: "a")
      let stale = "\(directory)/s/.lstm-verify-0.tmp"
      try Data([1]).write(to: URL(fileURLWithPath: stale))
      #expect(try corpus.known(subject: "s").count == 1)
      try corpus.record(sampleCase(), subject: "s", name: "b")
      #expect(bytes(of: stale) == nil)
      #expect(truncate(path, 20) == 0)
      let error = #expect(throws: CaseFileError.self) { try corpus.known(subject: "s") }
      #expect(error?.description.hasPrefix("\(path): header length: found ") == true)
    }
  }
}
