#include <math.h>

#include "CLSTMOracle.h"
#include "exponential.h"

CLONED void clstm_oracle_add_float(
    const int32_t *restrict used, const double *restrict values, long n, const float *restrict kernel, long columns,
    double *restrict sum, double *restrict magnitude) {
  long k = 0;
  // Four rows at a time: a quarter of the traffic, and the order of the additions stays.
  for (; k + 4 <= n; k += 4) {
    const float *a = kernel + used[k] * columns, *b = kernel + used[k + 1] * columns;
    const float *c = kernel + used[k + 2] * columns, *d = kernel + used[k + 3] * columns;
    const double va = values[k], vb = values[k + 1], vc = values[k + 2], vd = values[k + 3];
    for (long column = 0; column < columns; column++) {
      const double pa = va * a[column], pb = vb * b[column], pc = vc * c[column], pd = vd * d[column];
      sum[column] = (((sum[column] + pa) + pb) + pc) + pd;
      magnitude[column] = (((magnitude[column] + fabs(pa)) + fabs(pb)) + fabs(pc)) + fabs(pd);
    }
  }
  for (; k < n; k++) {
    const float *a = kernel + used[k] * columns;
    const double va = values[k];
    for (long column = 0; column < columns; column++) {
      const double pa = va * a[column];
      sum[column] += pa;
      magnitude[column] += fabs(pa);
    }
  }
}

/// One product, split exactly in two (Dekker 1971, with a fused operation), added with the error of the sum (Knuth).
#define ADD(v, rest, w)                                 \
  {                                                     \
    const double p = (v) * (w);                         \
    const double e = __builtin_fma(v, w, -p);           \
    const double next = s + p;                          \
    const double t = next - s;                          \
    l += ((s - (next - t)) + (p - t)) + e + rest * (w); \
    s = next;                                           \
    m += fabs(p);                                       \
  }

CLONED void clstm_oracle_add_double(
    const int32_t *restrict used, const double *restrict values, const double *restrict rests, long n,
    const double *restrict kernel, long columns, double *restrict sum, double *restrict low,
    double *restrict magnitude) {
  long k = 0;
  for (; k + 2 <= n; k += 2) {
    const double *a = kernel + used[k] * columns, *b = kernel + used[k + 1] * columns;
    const double va = values[k], vb = values[k + 1], ra = rests[k], rb = rests[k + 1];
    for (long column = 0; column < columns; column++) {
      double s = sum[column], l = low[column], m = magnitude[column];
      ADD(va, ra, a[column])
      ADD(vb, rb, b[column])
      sum[column] = s, low[column] = l, magnitude[column] = m;
    }
  }
  for (; k < n; k++) {
    const double *a = kernel + used[k] * columns;
    const double va = values[k], ra = rests[k];
    for (long column = 0; column < columns; column++) {
      double s = sum[column], l = low[column], m = magnitude[column];
      ADD(va, ra, a[column])
      sum[column] = s, low[column] = l, magnitude[column] = m;
    }
  }
}

#define COUNT(name, scalar)                                                                            \
  CLONED void name(                                                                                    \
      const int32_t *restrict used, long n, const scalar *restrict kernel, long columns, int32_t step, \
      int32_t *restrict terms) {                                                                       \
    for (long k = 0; k < n; k++) {                                                                     \
      const scalar *row = kernel + used[k] * columns;                                                  \
      for (long column = 0; column < columns; column++) terms[column] += row[column] != 0 ? step : 0;  \
    }                                                                                                  \
  }
COUNT(clstm_oracle_count_float, float)
COUNT(clstm_oracle_count_double, double)

#define PARTNERS(name, scalar, smallest)                                                                  \
  CLONED void name(                                                                                       \
      const int32_t *restrict used, const double *restrict values, long n, const scalar *restrict kernel, \
      long columns, double *restrict partners) {                                                          \
    for (long k = 0; k < n; k++) {                                                                        \
      const scalar *row = kernel + used[k] * columns;                                                     \
      const double value = fabs(values[k]);                                                               \
      const bool is_small = value < smallest;                                                             \
      for (long column = 0; column < columns; column++) {                                                 \
        const double size = fabs((double)row[column]);                                                    \
        partners[column] += is_small ? size : 0;                                                          \
        partners[column] += ((size > 0) & (size < smallest)) ? value : 0;                                 \
      }                                                                                                   \
    }                                                                                                     \
  }
PARTNERS(clstm_oracle_partners_float, float, 0x1p-126)
PARTNERS(clstm_oracle_partners_double, double, 0x1p-1022)

#define INHERIT(name, scalar)                                                                                      \
  CLONED void name(double radius, const scalar *restrict weights, long columns, double *restrict inherited) {      \
    for (long column = 0; column < columns; column++) inherited[column] += radius * fabs((double)weights[column]); \
  }
INHERIT(clstm_oracle_inherit_float, float)
INHERIT(clstm_oracle_inherit_double, double)

// The exponent of the lowest set bit: what is left when that bit is cleared from a number and the rest taken off.
INLINE int32_t lowest_bit(double value, int32_t absent) {
  // Numbers near underflow are lifted, so that every difference is a normal number.
  const bool is_small = fabs(value) < 0x1p-900;
  const double lifted = is_small ? value * 0x1p128 : value;
  const uint64_t bits = to_bits(lifted);
  const double rest = from_bits(bits & (bits - 1));
  const double lowest = (bits & 0xfffffffffffffull) == 0 ? lifted : lifted - rest;
  const int32_t exponent = (int32_t)((to_bits(lowest) >> 52) & 0x7ff) - 1023 - (is_small ? 128 : 0);
  return ((value == 0) | !(fabs(value) < INFINITY)) ? absent : exponent;
}

#define BITS(scalar, bits_of, lower_by, column_bits)                                                         \
  CLONED void bits_of(const scalar *restrict values, long count, int32_t absent, int32_t *restrict bits) {   \
    for (long place = 0; place < count; place++) bits[place] = lowest_bit(values[place], absent);            \
  }                                                                                                          \
  CLONED void lower_by(                                                                                      \
      int32_t bit, const scalar *restrict weights, int32_t absent, long columns, int32_t *restrict lowest) { \
    for (long column = 0; column < columns; column++) {                                                      \
      const int32_t own = lowest_bit(weights[column], absent), sum = own == absent ? absent : bit + own;     \
      lowest[column] = sum < lowest[column] ? sum : lowest[column];                                          \
    }                                                                                                        \
  }                                                                                                          \
  CLONED void column_bits(                                                                                   \
      const scalar *restrict kernel, long rows, long columns, int32_t absent, int32_t *restrict least) {     \
    for (long column = 0; column < columns; column++) least[column] = absent;                                \
    for (long row = 0; row < rows; row++) {                                                                  \
      for (long column = 0; column < columns; column++) {                                                    \
        const int32_t own = lowest_bit(kernel[row * columns + column], absent);                              \
        least[column] = own < least[column] ? own : least[column];                                           \
      }                                                                                                      \
    }                                                                                                        \
  }
BITS(float, clstm_oracle_bits_float, clstm_oracle_lower_by_float, clstm_oracle_column_bits_float)
BITS(double, clstm_oracle_bits_double, clstm_oracle_lower_by_double, clstm_oracle_column_bits_double)

CLONED void clstm_oracle_lower(
    int32_t bit, const int32_t *restrict bits, int32_t absent, long columns, int32_t *restrict lowest) {
  for (long column = 0; column < columns; column++) {
    const int32_t sum = bits[column] == absent ? absent : bit + bits[column];
    lowest[column] = sum < lowest[column] ? sum : lowest[column];
  }
}

#define FACTS(name, scalar, smallest)                                         \
  CLONED clstm_oracle_facts name(const scalar *values, long count) {          \
    bool zeros = false, subnormals = false, others = false;                   \
    for (long place = 0; place < count; place++) {                            \
      const scalar size = values[place] < 0 ? -values[place] : values[place]; \
      zeros |= size == 0;                                                     \
      subnormals |= (size > 0) & (size < smallest);                           \
      others |= !(size < INFINITY);                                           \
    }                                                                         \
    return (clstm_oracle_facts){zeros, subnormals, others};                   \
  }
FACTS(clstm_oracle_facts_of_float, float, 0x1p-126f)
FACTS(clstm_oracle_facts_of_double, double, 0x1p-1022)
