public import LSTMContract

extension [LSTMSubject] {
  /// The same subjects, each under a name of its own: the second of one name gets `#2` behind it.
  ///
  /// Everything that is counted, saved or replayed goes by these names.
  ///
  /// - Parameter taken: names that none of them shall have.
  public func distinctlyNamed(beside taken: Set<String> = []) -> [LSTMSubject] {
    let given = Set(map(\.name))
    var used = taken
    return map { subject in
      var (name, number) = (subject.name, 1)
      while used.contains(name) || number > 1 && given.contains(name) {
        number += 1
        name = "\(subject.name) #\(number)"
      }
      used.insert(name)
      return name == subject.name ? subject : subject.named(name)
    }
  }
}
