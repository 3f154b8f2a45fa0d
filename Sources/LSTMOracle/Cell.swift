internal import LSTMContract

/// The four gate values of a unit with their radii (R16).
struct Gates<Wide: WideReal> {
  var i: Ranged<Wide>
  var f: Ranged<Wide>
  var j: Ranged<Wide>
  var o: Ranged<Wide>
}

extension RadiusModel {
  /// E6 with R17: the new cell state, or nil outside the domain.
  @inline(__always) func cellState<Wide: WideReal>(
    _ gates: Gates<Wide>, previous: Ranged<Wide>
  ) -> Ranged<Wide>? {
    let kept = gates.f.value * previous.value
    let added = gates.i.value * gates.j.value
    let value = kept + added
    let (absKept, absAdded) = (abs(Double(kept)), abs(Double(added)))
    let q1 =
      gates.f.radius * abs(Double(previous.value)) + (abs(Double(gates.f.value)) + gates.f.radius) * previous.radius
    let q2 =
      gates.i.radius * abs(Double(gates.j.value)) + (abs(Double(gates.i.value)) + gates.i.radius) * gates.j.radius
    guard absKept + q1 < domain, absAdded + q2 < domain else { return nil }
    let e1 = u * unitInFirstPlace(above: absKept + q1)
    let e2 = u * unitInFirstPlace(above: absAdded + q2)
    let inner = q1 + q2 + e1 + e2
    var radius = inner + u * unitInFirstPlace(above: abs(Double(value)) + inner)
    radius += 3 * underflow + 4 * Wide.unitRoundoff * (absKept + absAdded)
    radius += model.storageRoundoffC * (abs(Double(value)) + radius)
    guard abs(Double(value)) + radius < domain else { return nil }
    return Ranged(value: value, radius: radius * Self.inflation)
  }

  /// E7 with R18: the new hidden state, or nil outside the domain.
  @inline(__always) func hiddenState<Wide: WideReal>(
    _ o: Ranged<Wide>, squashed t: Ranged<Wide>
  ) -> Ranged<Wide>? {
    let value = o.value * t.value
    let magnitude = abs(Double(value))
    let q = o.radius * abs(Double(t.value)) + (abs(Double(o.value)) + o.radius) * t.radius
    var radius = q + u * unitInFirstPlace(above: magnitude + q) + underflow + 4 * Wide.unitRoundoff * magnitude
    radius += model.storageRoundoffH * (magnitude + radius)
    guard magnitude + radius < domain else { return nil }
    return Ranged(value: value, radius: radius * Self.inflation)
  }

  /// The rounding of the radius arithmetic itself (R19).
  static var inflation: Double { 1 + 1e-9 }
}
