internal import LSTMContract

extension Mutant {
  /// Each gate's block of each array, dropped, doubled, negated, shifted, or with a row or a column left out.
  static let blockFaults: [Mutant] = Gate.allCases.flatMap { gate -> [Mutant] in
    var mutants: [Mutant] = []
    for array in GateArray.allCases {
      for edit in BlockEdit.allCases where array != .bias || edit.appliesToBias {
        // The bias of the forget gate left out has a name of its own.
        if array == .bias, gate == .f, edit == .dropped { continue }
        mutants.append(
          Mutant(
            "\(array.name)-\(gate)-\(edit.rawValue)", "In the \(array.words), gate \(gate): \(edit.sentence).",
            class: .parameters, origin: array == .bias && edit == .doubled ? .bugs(["keras PR#8307"]) : .systematic,
            fault: EditedBlock(gate: gate, array: array, edit: edit), smallestUnits: edit == .shifted ? 2 : 1))
      }
    }
    mutants.append(
      Mutant(
        "hidden-kernel-\(gate)-transposed", "Gate \(gate)'s block of the hidden kernel is transposed.",
        class: .parameters, origin: .systematic,
        fault: EditedBlock(gate: gate, array: .hidden, edit: .transposed), smallestUnits: 2))
    return mutants
  }
}

enum BlockEdit: String, CaseIterable {
  case dropped, doubled, negated, shifted
  case firstRow = "without-first-row"
  case lastRow = "without-last-row"
  case lastColumn = "without-last-column"
  case transposed

  static let allCases: [BlockEdit] = [.dropped, .doubled, .negated, .shifted, .firstRow, .lastRow, .lastColumn]

  var appliesToBias: Bool { self != .firstRow && self != .lastRow }

  var sentence: String {
    switch self {
    case .dropped: "the block is left out"
    case .doubled: "the block counts twice"
    case .negated: "the block has the wrong sign"
    case .shifted: "the columns are shifted by one unit"
    case .firstRow: "the first row is left out"
    case .lastRow: "the last row is left out"
    case .lastColumn: "the last unit's column is left out"
    case .transposed: "rows and columns change places"
    }
  }

  /// The block of rows of units, edited.
  func apply<S: LSTMScalar>(_ rows: [[S]]) -> [[S]] {
    switch self {
    case .dropped: rows.map { $0.map { _ in 0 } }
    case .doubled: rows.map { $0.map { 2 * $0 } }
    case .negated: rows.map { $0.map { -$0 } }
    case .shifted: rows.map { Array($0.suffix(1) + $0.dropLast()) }
    case .firstRow: rows.enumerated().map { number, row in number == 0 ? row.map { _ in 0 } : row }
    case .lastRow: rows.enumerated().map { number, row in number == rows.count - 1 ? row.map { _ in 0 } : row }
    case .lastColumn: rows.map { $0.dropLast() + [0] }
    case .transposed: rows.indices.map { column in rows.map { $0[column] } }
    }
  }
}

/// One block, edited.
private struct EditedBlock: ParameterFault {
  let gate: Gate
  let array: GateArray
  let edit: BlockEdit

  func prepare<S: LSTMScalar>(_ parameters: inout GateParameters<S>) {
    switch array {
    case .kernel: parameters[gate].kernel = edit.apply(parameters[gate].kernel)
    case .hidden: parameters[gate].hidden = edit.apply(parameters[gate].hidden)
    case .bias: parameters[gate].bias = edit.apply([parameters[gate].bias])[0]
    }
  }
}
