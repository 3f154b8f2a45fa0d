/// Which sizes a generator draws.
public enum SizeProfile: String, CaseIterable, Codable, Sendable {
  /// H and I of at most 33, T·B of at most 64.
  case small
  /// Every size up to 1,025, most cases small.
  case standard
  /// Only what is large in some way.
  case large
}
