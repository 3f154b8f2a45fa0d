internal import LSTMContract

/// A subject in one scalar type, with its place in the list on trial.
struct SubjectOnTrial<Scalar: LSTMScalar>: Sendable {
  let id: SubjectID
  let backend: any LSTMBackend<Scalar>
}

extension [LSTMSubject] {
  /// The identity of the subject at a place.
  func id(at index: Int) -> SubjectID { SubjectID(index: index, name: self[index].name) }

  /// The identity of a reference that is judged beside the subjects.
  func id(ofReference name: String) -> SubjectID { SubjectID(index: count, name: name) }

  /// The subject, or nil for the reference.
  subscript(_ id: SubjectID) -> LSTMSubject? { indices.contains(id.index) ? self[id.index] : nil }

  /// The subjects that offer this scalar type.
  func onTrial<Scalar: LSTMScalar>(in type: Scalar.Type = Scalar.self) -> [SubjectOnTrial<Scalar>] {
    indices.compactMap { index in
      self[index].backend(as: Scalar.self).map { SubjectOnTrial(id: id(at: index), backend: $0) }
    }
  }

  /// The models that were probed in this scalar type, by the places of the subjects.
  func probedModels(_ scalar: ScalarKind) -> [Int: ArithmeticModel] {
    Dictionary(
      uniqueKeysWithValues: enumerated().compactMap { index, subject in
        subject.probedModel(scalar).map { (index, $0) }
      })
  }
}
