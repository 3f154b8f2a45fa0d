public import CaseFiles
internal import Diagnostics
internal import LSTMContract

extension CampaignReport {
  /// The report as JUnit XML: a test for each subject and check, a failure for each counterexample and shortcoming.
  public var junit: String {
    struct Test {
      var suite: String
      var name: String
      var failure: String?
    }
    var tests: [Test] = []
    func failure(_ subject: SubjectID, _ check: Check) -> String? {
      guard let found = counterexamples.first(where: { $0.subject == subject && $0.check == check }) else { return nil }
      let why = diagnoses.first { $0.subject == subject }?.diagnosis.lines ?? []
      return (found.lines(program: "lstm-verify") + why.map { "  " + $0 }).joined(separator: "\n")
    }
    for (id, record) in ledger.records {
      var checks: Set<Check> = [.oracle, .answers]
      checks.formUnion(counterexamples.filter { $0.subject == id }.map(\.check))
      for check in checks.sorted(by: { $0.description < $1.description }) {
        tests.append(Test(suite: record.name, name: "\(check)", failure: failure(id, check)))
      }
    }
    for (law, records) in ledger.laws.sorted(by: { $0.key < $1.key }) {
      for subject in records.keys.sorted()
      where failure(subject, .law(law)) == nil && failure(subject, .call(law)) == nil {
        tests.append(Test(suite: subject.name, name: "law \(law)", failure: nil))
      }
    }
    for replay in replays { tests.append(Test(suite: replay.subject.name, name: replay.file, failure: replay.failure)) }
    for record in targeted {
      let name = "largest |error|/radius in \(record.scalar.rawValue)"
      tests.append(Test(suite: record.subject, name: name, failure: record.detail.map { "\($0)\n  '\(record.line)'" }))
    }
    let missing = shortcomings.isEmpty ? nil : shortcomings.joined(separator: "\n")
    tests.append(Test(suite: "suite", name: "every kind was drawn and every law applied", failure: missing))
    for weakness in weaknesses {
      tests.append(
        Test(
          suite: weakness.subject.name, name: "enough could be judged",
          failure: configuration.acceptsWeak ? nil : weakness.reason))
    }
    for record in ledger.subjects where configuration.isStrict {
      tests.append(Test(suite: record.name, name: "inside the probed class", failure: record.firstSuspicious))
    }
    let failures = tests.count { $0.failure != nil }
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<testsuite name="lstm-verify" tests="\#(tests.count)" failures="\#(failures)" time="\#(seconds.fixed(3))">"#,
    ]
    for test in tests {
      let head = #"  <testcase classname="\#(test.suite.escapedForXML)" name="\#(test.name.escapedForXML)""#
      if let failure = test.failure {
        let first = failure.split(separator: "\n").first.map(String.init) ?? ""
        lines.append(head + ">")
        lines.append(
          #"    <failure message="\#(first.escapedForXML)">\#(failure.escapedForXML)</failure>"#)
        lines.append("  </testcase>")
      } else {
        lines.append(head + "/>")
      }
    }
    return (lines + ["</testsuite>", ""]).joined(separator: "\n")
  }
}

extension CampaignReport {
  /// Writes the report as JUnit XML.
  ///
  /// - Throws: `CaseFileError` where the file cannot be written.
  public func writeJUnit(to path: String) throws(CaseFileError) { try writeAtomically(Array(junit.utf8), to: path) }
}

extension String {
  fileprivate var escapedForXML: String {
    var result = ""
    for character in unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(character)
      case _ where character.value < 0x20: result += "?"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
