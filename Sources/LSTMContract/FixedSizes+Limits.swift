extension FixedSizes {
  /// The most elements of one array of a case with fixed sizes.
  public static let mostElements = 1 << 24

  /// Why no case is drawn with these sizes, or nil where cases are: T and B are at least 0, I and H at least 1, and no
  /// array has more than 2^24 elements while the sizes that are not fixed are 1.
  public var refusal: String? {
    let most = Self.mostElements
    for (letter, size) in pairs {
      let least = letter == "T" || letter == "B" ? 0 : 1
      guard (least...most).contains(size) else { return "\(letter)=\(size): expected \(least) to \(most)" }
    }
    // Each factor is at most 2^24: a product of two and a 4 does not overflow.
    let sequence = (timeSteps ?? 1) * (batch ?? 1)
    let (units, width) = (units ?? 1, max(inputSize ?? 1, units ?? 1))
    let fits =
      sequence <= most && sequence * width <= most && (batch ?? 1) * units <= most && 4 * units * width <= most
    return fits ? nil : "\(self): an array would have more than \(most) elements"
  }
}
