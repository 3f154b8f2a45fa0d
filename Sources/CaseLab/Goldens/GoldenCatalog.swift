public import LSTMContract

/// The descriptions of the golden files. Recording them is another step (`lstm-verify golden regenerate`).
public enum GoldenCatalog {
  /// Every golden, by name.
  ///
  /// - Throws: `LSTMProblemError` where a description does not fit together.
  public static func descriptions() throws(LSTMProblemError) -> [GoldenDescription] {
    var all: [GoldenDescription] = []
    for entry in maskEntries + optionEntries + activationEntries + shapeEntries + gateEntries + valueEntries
      + findingEntries
    {
      let number = all.count
      // Every third golden is in double; each name says which.
      let isDouble = number % 3 == 2
      all.append(
        GoldenDescription(
          name: "\(entry.name)-\(isDouble ? "f64" : "f32")", purpose: entry.purpose, catches: entry.catches,
          problem: isDouble
            ? .double(try entry.sketch.problem(number, Double.self))
            : .float(try entry.sketch.problem(number, Float.self))))
    }
    return all
  }

  struct Entry: Sendable {
    var name: String
    var purpose: String
    var catches: String
    var sketch: GoldenSketch

    init(_ name: String, _ purpose: String, catches: String, _ edit: (inout GoldenSketch) -> Void) {
      self.name = name
      self.purpose = purpose
      self.catches = catches
      sketch = GoldenSketch()
      edit(&sketch)
    }
  }
}
