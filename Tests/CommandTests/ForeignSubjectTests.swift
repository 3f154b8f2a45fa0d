import CaseFiles
import Foundation
import LSTMContract
import Testing

/// What the README and Docs/subjects.md tell a person to type.
@Suite struct ForeignSubjectTests {
  @Test func theExampleInCIsRight() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let library = try BuiltCommand.library("Examples/CSubject/lstm.c", in: folder)
      let run = try BuiltCommand.run(
        ["--fuzz", "300", "--no-numpy", "--no-corpus", "--scalar", "float", "--subject", library], in: folder)
      #expect(run.status == 0, "\(run.output)\(run.error)")
      #expect(run.output.contains("c-lstm ran plain C"))
    }
  }

  @Test func theInnocentOfTwoSubjectsOfOneNameIsNotCalledWrong() throws {
    let program = "python3 \(BuiltCommand.root.path)/Examples/Subjects/numpy_lstm.py"
    let run = try BuiltCommand.run([
      "--fuzz", "40", "--no-numpy", "--no-corpus", "--threads", "1", "--seed", "7", "--subject", program, "--subject",
      program + " --fault",
    ])
    #expect(run.status == 1)
    #expect(!run.output.contains("WHY numpy-lstm is wrong") && run.output.contains("WHY numpy-lstm #2 is wrong"))
    let replays = run.output.split(separator: "\n").filter { $0.contains("lstm-verify replay") }
    #expect(!replays.isEmpty && replays.allSatisfy { $0.contains("--fault'") }, "\(run.output)")
  }

  @Test func aRunGoesOnPastABrokenLibrary() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let source = folder.appending(path: "broken.c")
      let text = """
        #include "lstm_subject.h"
        #include <stdlib.h>
        const uint32_t lstm_subject_abi = LSTM_SUBJECT_ABI;
        const char lstm_subject_identity[] = "name=broken";
        int32_t lstm_subject_run(const lstm_subject_problem *p, lstm_subject_answer *a) { (void)p; (void)a; abort(); }
        """
      try text.write(to: source, atomically: true, encoding: .utf8)
      let library = try BuiltCommand.library(source.path, in: folder)
      let run = try BuiltCommand.run(
        ["--fuzz", "20", "--no-numpy", "--corpus", "kept", "--scalar", "float", "--subject", library], in: folder)
      #expect(run.status == 1)
      #expect(run.output.contains("20 cases in float"))
      #expect(run.output.contains("no answer: ended with SIGABRT"))
      let columns = run.output.split(separator: "\n").first { $0.hasPrefix("broken ") }?.split(separator: " ").map(
        String.init)
      #expect(columns?[1] == "20")
      #expect(columns?[5] == "20")
    }
  }

  @Test func aLayerIsConverted() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      var writer = SafetensorsWriter()
      writer.add("kernel", shape: [1, 4], [Float]([1, 2, 3, 4]))
      writer.add("recurrent_kernel", shape: [1, 4], [Float]([5, 6, 7, 8]))
      try writeAtomically(writer.serialized(), to: folder.appending(path: "in").path)
      let run = try BuiltCommand.run(["convert", "--from", "keras", "--to", "onnx", "in", "out"], in: folder)
      #expect(run.status == 0, "\(run.error)")
      let converted = try Safetensors(contentsOf: folder.appending(path: "out").path)
      #expect(try converted.scalars(of: "W", as: Float.self).elements == [1, 4, 2, 3])
      #expect(try converted.scalars(of: "R", as: Float.self).elements == [5, 8, 6, 7])
      let wrong = try BuiltCommand.run(["convert", "--from", "onnx", "--to", "keras", "in", "other"], in: folder)
      #expect(wrong.status == 2)
      #expect(wrong.errorLines.count == 1)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "other").path))
    }
  }

  @Test func theMatrixSkipsWhatIsNotInstalled() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let run = try BuiltCommand.run(
        [
          "matrix", "--adapters", BuiltCommand.root.appending(path: "Adapters/adapters.json").path, "--environments",
          "nowhere", "--only", "torch-lstm", "--backend", "naive", "--output", "out",
        ], in: folder)
      #expect(run.status == 0, "\(run.error)")
      #expect(run.error.contains("torch-lstm skipped: PyTorch is not installed; scripts/adapters torch installs it"))
      for name in ["matrix.json", "matrix.md", "matrix.html"] {
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out/\(name)").path))
      }
    }
  }

  @Test func aBenchmarkTimesEveryBackend() throws {
    let run = try BuiltCommand.run(["bench", "--rounds", "1", "--shape", "2,1,8,8", "--json"])
    #expect(run.status == 0, "\(run.error)")
    for name in ["naive", "simd", "blas"] { #expect(run.output.contains("\"\(name)\"")) }
  }

  @Test func theGrowthOfTimeIsWrittenAsTableAndPicture() throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let run = try BuiltCommand.run(["growth", "--rounds", "1", "--output", "out"], in: folder)
      #expect(run.status == 0, "\(run.error)")
      for name in ["naive", "simd", "blas", "oracle"] { #expect(run.output.contains("| H | \(name) |")) }
      let picture = try String(contentsOf: folder.appending(path: "out/growth-float.svg"), encoding: .utf8)
      #expect(picture.split(separator: "<polyline").count == 17)
    }
  }

  @Test func aBenchmarkComparesWithOthers() throws {
    let program = BuiltCommand.root.appending(path: "Tests/SubjectsTests/Programs/timed.py").path
    let adapters = BuiltCommand.root.appending(path: "Adapters").path
    let subject = "env PYTHONPATH='\(adapters)' python3 '\(program)'"
    let run = try BuiltCommand.run(["bench", "--rounds", "3", "--shape", "2,1,8,8", "--subject", subject])
    // It answers zeros, which are read and judged.
    #expect(run.status == 1 && run.output.contains("timed on T2 B1 I8 H8 is wrong: outputs at step 0"), "\(run.error)")
    let line = run.output.split(separator: "\n").last.map(String.init) ?? ""
    #expect(line.hasPrefix("T2 B1 I8 H8") && line.contains("timed"), "\(run.output)")
    let example = BuiltCommand.root.appending(path: "Examples/Subjects/numpy_lstm.py").path
    let untimed = try BuiltCommand.run(["bench", "--subject", "python3 '\(example)'"])
    #expect(untimed.status == 2)
    #expect(untimed.errorLines.count == 1)
  }

  @Test(arguments: [
    (["matrix", "--output", "x", "--adapters", "no-such-file"], "--adapters no-such-file"),
    (["matrix"], "--output"), (["matrix", "--output", "x", "--fuzz", "3"], "Unknown option '--fuzz'"),
    (["identify", "--threads", "2"], "Unknown option '--threads'"),
    (["convert", "--from", "keras", "--to", "caffe", "a", "b"], "caffe"),
    (["convert", "--from", "keras", "--to", "onnx", "no-such-file", "b"], "no-such-file"),
    (["--fuzz", "3", "--subject", "./no-such.so"], "no-such.so"), (["bench", "--shape", "1,2,3"], "--shape 1,2,3"),
    (["bench", "--rounds", "0"], "--rounds must be at least 1 (got 0)"),
  ])
  func misuseIsToldInOneLineWithStatus2(arguments: [String], words: String) throws {
    try BuiltCommand.withTemporaryDirectory { folder in
      let run = try BuiltCommand.run(arguments, in: folder)
      #expect(run.status == 2)
      #expect(run.error.contains(words), "\(run.error)")
    }
  }
}

extension ForeignSubjectTests {
  /// Longer than a developer waits for: `.ci/run` runs them.
  @Suite struct Campaigns {
    @Test func theFaultOfTheExampleInCPlusPlusIsNamed() throws {
      try BuiltCommand.withTemporaryDirectory { folder in
        let library = try BuiltCommand.library("Examples/CSubject/faulty.cpp", in: folder)
        let diagnosis = try BuiltCommand.run(["diagnose", "--subject", library, "--scalar", "double"])
        #expect(diagnosis.status == 1)
        #expect(diagnosis.output.contains("cause: equals the reference with gates packed i,f,o,j [gate-order-ifoj]"))
        let identified = try BuiltCommand.run(["identify", "--subject", library, "--scalar", "double"])
        #expect(identified.status == 0)
        #expect(identified.output.contains("* gates             i,f,o,j"))
        #expect(identified.output.contains(/behind it (\d+) of \1 probes are answered as the equations say/))
      }
    }
  }
}
