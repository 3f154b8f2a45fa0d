import LSTMContract

extension GoldenIndex {
  /// Reads a golden once, compares those bytes with the index, and parses them.
  ///
  /// - Throws: `CaseFileError` where the file is missing, damaged, not a case, or not what the entry says.
  public func verifiedFile(_ entry: Entry, in directory: String) throws(CaseFileError) -> CaseFile {
    let path = "\(directory)/\(entry.file)"
    guard Self.isGoldenName(entry.file) else {
      throw CaseFileError(file: path, what: "expected a plain file name that ends in '.safetensors'")
    }
    let bytes = try RegularFile(opening: path, limit: Safetensors.maximumFileSize).contents()
    let golden: Result<CaseFile, CaseFileError> = Result { () throws(CaseFileError) in
      try CaseFile(parsing: bytes, name: path)
    }
    let found = checksum(of: bytes)
    guard found == entry.checksum else {
      // Where the damage shows, the place says more than two checksums do.
      if case .failure(let error) = golden { throw error }
      throw CaseFileError(
        file: path, what: "found checksum \(found), expected \(entry.checksum): the file differs from the one indexed")
    }
    let file = try golden.get()
    guard file.problem.scalar == entry.scalar, file.problem.shape == entry.shape else {
      throw CaseFileError(
        file: path,
        what: "found \(file.problem.scalar.rawValue) \(file.problem.shape), the index says "
          + "\(entry.scalar.rawValue) \(entry.shape)")
    }
    return file
  }

  /// Every golden of the index that the directory lacks, and every golden in the directory that the index lacks.
  ///
  /// - Throws: `CaseFileError` where the directory cannot be read.
  public func discrepancies(in directory: String) throws(CaseFileError) -> [CaseFileError] {
    let present = try namesInDirectory(directory).filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }
    let listed = goldens.map(\.file)
    let missing = Set(listed).subtracting(present).sorted().map {
      CaseFileError(file: "\(directory)/\($0)", what: "missing, but \(Self.fileName) lists it")
    }
    let unlisted = Set(present).subtracting(listed).sorted().map {
      CaseFileError(file: "\(directory)/\($0)", what: "not listed in \(Self.fileName)")
    }
    return missing + unlisted
  }
}
