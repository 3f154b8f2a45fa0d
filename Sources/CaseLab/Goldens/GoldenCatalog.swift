public import LSTMContract

/// The descriptions of the golden files. Recording them is another step (`lstm-verify golden regenerate`).
public enum GoldenCatalog {
  /// Every golden, by name.
  ///
  /// - Throws: `LSTMProblemError` where a description does not fit together.
  public static func descriptions() throws(LSTMProblemError) -> [GoldenDescription] {
    let entries =
      maskEntries + optionEntries + activationEntries + shapeEntries + gateEntries + valueEntries + findingEntries
    var all: [GoldenDescription] = []
    for entry in entries { all.append(try entry.description()) }
    return all
  }

  struct Entry: Sendable {
    var name: String
    var purpose: String
    var catches: String
    /// The scalar type; nil where the name decides.
    var scalar: ScalarKind?
    var sketch: GoldenSketch

    init(
      _ name: String, in scalar: ScalarKind? = nil, _ purpose: String, catches: String,
      _ edit: (inout GoldenSketch) -> Void
    ) {
      self.name = name
      self.scalar = scalar
      self.purpose = purpose
      self.catches = catches
      sketch = GoldenSketch()
      edit(&sketch)
    }

    /// The description. Scalar type and drawn data hang on the name alone, so that no other entry changes them.
    func description() throws(LSTMProblemError) -> GoldenDescription {
      let number = Self.number(of: name)
      // A third of the goldens are in double; each name says which.
      let scalar = scalar ?? (number % 3 == 2 ? .double : .float)
      return GoldenDescription(
        name: "\(name)-\(scalar == .double ? "f64" : "f32")", purpose: purpose, catches: catches,
        problem: scalar == .double
          ? .double(try sketch.problem(number, Double.self)) : .float(try sketch.problem(number, Float.self)))
    }

    /// The name's FNV-1a checksum, cut to a number that every `Int` can hold.
    private static func number(of name: String) -> Int {
      let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return Int(hash >> 33)
    }
  }
}
