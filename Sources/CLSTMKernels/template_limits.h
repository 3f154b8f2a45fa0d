// What the processor can do at best, for benchmarks to compare with. Needs template_vector.h.

// As many independent multiply-adds as hide each other's latency; returns the operations of all iterations, two for
// each element and multiply-add.
TARGET static double NAME(arithmetic)(size_t iterations) {
  enum { chains = 12 };
  NAME(vector) sum[chains], factor = (SCALAR)0.5, term = (SCALAR)0.25;
  HOLD(factor);
  HOLD(term);
#pragma clang loop unroll(full)
  for (size_t n = 0; n < chains; ++n) {
    sum[n] = (NAME(vector))(SCALAR)n;
  }
  for (size_t k = 0; k < iterations; ++k) {
#pragma clang loop unroll(full)
    for (size_t n = 0; n < chains; ++n) {
      sum[n] = NAME(multiply_add)(sum[n], factor, term);
      HOLD(sum[n]);
    }
  }
  return 2.0 * chains * LANES * (double)iterations;
}

// Loads the two halves of the data side by side, whole vectors of each: one stream alone does not keep the caches busy.
TARGET static void NAME(read)(size_t bytes, const void *data) {
  const SCALAR *from = data;
  size_t half = bytes / sizeof(SCALAR) / (8 * LANES) * (4 * LANES);
  for (size_t k = 0; k < half; k += 4 * LANES) {
#pragma clang loop unroll(full)
    for (size_t n = 0; n < 8; ++n) {
      NAME(vector) value = NAME(load)(from + n / 4 * half + k + n % 4 * LANES);
      HOLD(value);
    }
  }
}
