package import LSTMContract

/// A subject in one scalar type, with its place in the list on trial.
package struct SubjectOnTrial<Scalar: LSTMScalar>: Sendable {
  package let id: SubjectID
  package let backend: any LSTMBackend<Scalar>
}

extension [LSTMSubject] {
  /// The identity of the subject at a place.
  package func id(at index: Int) -> SubjectID { SubjectID(index: index, name: self[index].name) }

  /// The identity of a reference that is judged beside the subjects.
  package func id(ofReference name: String) -> SubjectID { SubjectID(index: count, name: name) }

  /// The subject, or nil for the reference.
  package subscript(_ id: SubjectID) -> LSTMSubject? { indices.contains(id.index) ? self[id.index] : nil }

  /// The subjects that offer this scalar type.
  package func onTrial<Scalar: LSTMScalar>(in type: Scalar.Type = Scalar.self) -> [SubjectOnTrial<Scalar>] {
    indices.compactMap { index in
      self[index].backend(as: Scalar.self).map { SubjectOnTrial(id: id(at: index), backend: $0) }
    }
  }

  /// The models that were probed in this scalar type, by the places of the subjects.
  package func probedModels(_ scalar: ScalarKind) -> [Int: ArithmeticModel] {
    Dictionary(
      uniqueKeysWithValues: enumerated().compactMap { index, subject in
        subject.probedModel(scalar).map { (index, $0) }
      })
  }
}
