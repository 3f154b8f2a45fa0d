import ArgumentParser
import Catalog
import Foundation
import LSTMContract
import Matrix
import Subjects
import Verification

/// `matrix`: every available subject, feature by feature.
struct MatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Test every available implementation, feature by feature, and write who does what.",
    discussion: """
      Writes matrix.json, matrix.md and matrix.html. A subject that disagrees is a result, not a failure of the run: \
      the exit status is 0. A framework that is not installed is named and passed over.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("The list of adapters (Adapters/adapters.json); may be left out.", valueName: "file"))
  var adapters: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where scripts/adapters keeps the frameworks (.adapters beside the list's folder).", valueName: "folder"))
  var environments: String?

  @Option(
    name: .long, help: ArgumentHelp("Use this interpreter for every adapter instead.", valueName: "program"))
  var python: String?

  @Option(name: .long, help: ArgumentHelp("Only adapters whose name begins so; may be repeated.", valueName: "name"))
  var only: [String] = []

  @Option(name: .long, help: ArgumentHelp("Where the three files go.", valueName: "folder"))
  var output: String

  @OptionGroup var subject: SubjectOptions

  func run() async throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), !isFolder.boolValue {
      throw Ending(.misuse, "--output \(output): not a folder")
    }
    let listed = try adapters.map { try AdapterList(contentsOf: $0, environments: environments, python: python) }
    let given = subject.subject.isEmpty && subject.backend.isEmpty ? Catalog.backends : try subject.named()
    let adapters = (listed?.adapters ?? []).filter { only.isEmpty || only.contains(where: $0.name.hasPrefix) }
    let trials =
      given.map { one in
        Trial(name: one.name) { MatrixSubject(one, framework: "lstm-verify", version: Catalog.version) }
      }
      + adapters.map { adapter in
        Trial(name: adapter.name) { [timeout = subject.subjectTimeout] in try adapter.subject(timeout: timeout) }
      }
    Interrupt.shared.leaveTheEndToTheCommand()
    let outcomes = try await Self.outcomes(of: trials)
    let columns = outcomes.compactMap { try? $0.get() }
    let skipped = zip(trials, outcomes).compactMap { trial, outcome -> MatrixSkip? in
      guard case .failure(let unavailable) = outcome else { return nil }
      return MatrixSkip(subject: trial.name, reason: unavailable.reason)
    }
    if Interrupt.shared.wasRaised {
      // The files of an earlier run stay whole.
      let report = MatrixReport(
        date: Self.today, machine: Self.machine, version: Catalog.version, columns: columns, skipped: skipped)
      print(report.markdown)
      throw Ending(.interrupted)
    }
    guard !columns.isEmpty else { throw Ending(.misuse, "matrix: no subject could be put on trial") }
    let report = MatrixReport(
      date: Self.today, machine: Self.machine, version: Catalog.version, columns: columns, skipped: skipped)
    do {
      try report.write(to: output)
    } catch {
      throw Ending(.misuse, "--output: \(error)")
    }
    print("\(columns.count) subjects, \(skipped.count) skipped: \(output)/matrix.html, matrix.md, matrix.json")
  }

  /// One subject, which is started when its turn comes.
  private struct Trial: Sendable {
    var name: String
    var subject: @Sendable () throws -> MatrixSubject

    func outcome() throws -> Result<MatrixColumn, AdapterUnavailable> {
      do {
        guard !Interrupt.shared.wasRaised else { throw AdapterUnavailable(reason: "interrupted") }
        guard let column = try MatrixColumn(subject(), until: Interrupt.shared.deadline) else {
          return .failure(AdapterUnavailable(reason: "interrupted"))
        }
        let counts = Dictionary(grouping: column.cells, by: \.verdict).mapValues(\.count)
        printError(
          "matrix: \(name): \(counts[.agrees] ?? 0) agree, \(counts[.disagrees] ?? 0) disagree, "
            + "\(counts[.refused] ?? 0) refused, \(counts[.broke] ?? 0) broke, \(Int(column.seconds)) s")
        return .success(column)
      } catch let unavailable as AdapterUnavailable {
        printError("matrix: \(name) skipped: \(unavailable.reason)")
        return .failure(unavailable)
      } catch {
        guard !Interrupt.shared.wasRaised else { return .failure(AdapterUnavailable(reason: "interrupted")) }
        throw Ending(.suiteFailed, "\(error)")
      }
    }
  }

  /// The outcomes in order; two trials run at a time.
  private static func outcomes(of trials: [Trial]) async throws -> [Result<MatrixColumn, AdapterUnavailable>] {
    try await withThrowingTaskGroup(of: (Int, Result<MatrixColumn, AdapterUnavailable>).self) { group in
      var outcomes: [Int: Result<MatrixColumn, AdapterUnavailable>] = [:]
      var waiting = trials.enumerated().makeIterator()
      func start() {
        guard let (place, trial) = waiting.next() else { return }
        group.addTask { (place, try trial.outcome()) }
      }
      for _ in 0..<2 { start() }
      for try await (place, outcome) in group {
        outcomes[place] = outcome
        start()
      }
      return outcomes.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private static var today: String {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
  }

  private static var machine: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let processor = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    return
      "\(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores, \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }
}
