#include <math.h>
#include <string.h>

#include "CLSTMOracle.h"
#include "clones.h"

// Sums of products of many rows: a strip of the kernel is widened to double once and serves all of them.

enum {
  // Columns that are summed side by side, and columns of a strip: one line of a cache of floats.
  lanes = 8,
  strip = 2 * lanes,
  // Rows that are summed side by side.
  height = 4,
  // Rows of the kernel whose strip stays in the first cache.
  depth = 128,
};

typedef double vector __attribute__((vector_size(lanes * sizeof(double)), aligned(sizeof(double))));
typedef long long bits __attribute__((vector_size(lanes * sizeof(double)), aligned(sizeof(double))));

long clstm_oracle_block_room(void) { return strip * depth; }

// The strip [depth, strip] of a kernel, as two halves of `lanes` columns one behind the other. Columns that the kernel
// does not have are 0.
#define WIDEN(name, scalar)                                                                                          \
  INLINE void name(const scalar *kernel, long columns, long column, long count, double *packed) {                    \
    const long whole = columns - column < strip ? columns - column : strip;                                          \
    for (long k = 0; k < count; k++) {                                                                               \
      double *left = packed + k * lanes, *right = left + depth * lanes;                                              \
      const scalar *from = kernel + k * columns + column;                                                            \
      if (whole == strip) {                                                                                          \
        for (long place = 0; place < lanes; place++) left[place] = from[place];                                      \
        for (long place = 0; place < lanes; place++) right[place] = from[lanes + place];                             \
      } else {                                                                                                       \
        for (long place = 0; place < lanes; place++) left[place] = place < whole ? from[place] : 0;                  \
        for (long place = 0; place < lanes; place++) right[place] = lanes + place < whole ? from[lanes + place] : 0; \
      }                                                                                                              \
    }                                                                                                                \
  }
WIDEN(widen_float, float)
WIDEN(widen_double, double)

// `rows` rows of values, n apart, times `lanes` columns. Each sum takes its terms in the order of the kernel's rows.
// Products of floats are exact in double: fused or not, a sum comes out the same, so that what the machine has is used.
INLINE void add_exact(
    const double *values, const double *sizes, long n, long count, const int rows, const double *packed, double *sum,
    double *magnitude, long stride) {
#pragma STDC FP_CONTRACT ON
  vector s[height], m[height];
  for (int row = 0; row < rows; row++) {
    s[row] = *(const vector *)(sum + row * stride);
    m[row] = *(const vector *)(magnitude + row * stride);
  }
  for (long k = 0; k < count; k++) {
    const vector weight = *(const vector *)(packed + k * lanes);
    const vector size = (vector)((bits)weight & 0x7fffffffffffffffll);
    for (int row = 0; row < rows; row++) {
      s[row] = values[row * n + k] * weight + s[row];
      m[row] = sizes[row * n + k] * size + m[row];
    }
  }
  for (int row = 0; row < rows; row++) {
    *(vector *)(sum + row * stride) = s[row];
    *(vector *)(magnitude + row * stride) = m[row];
  }
}

// The same for doubles, whose products are rounded.
INLINE void add_rounded(
    const double *values, const double *sizes, long n, long count, const int rows, const double *packed, double *sum,
    double *magnitude, long stride) {
  vector s[height], m[height];
  for (int row = 0; row < rows; row++) {
    s[row] = *(const vector *)(sum + row * stride);
    m[row] = *(const vector *)(magnitude + row * stride);
  }
  for (long k = 0; k < count; k++) {
    const vector weight = *(const vector *)(packed + k * lanes);
    const vector size = (vector)((bits)weight & 0x7fffffffffffffffll);
    for (int row = 0; row < rows; row++) {
      s[row] = values[row * n + k] * weight + s[row];
      m[row] = sizes[row * n + k] * size + m[row];
    }
  }
  for (int row = 0; row < rows; row++) {
    *(vector *)(sum + row * stride) = s[row];
    *(vector *)(magnitude + row * stride) = m[row];
  }
}

#define BLOCK(name, scalar, widen, add)                                                                              \
  CLONED void name(                                                                                                  \
      const double *restrict values, const double *restrict sizes, long rows, long n, const scalar *restrict kernel, \
      long columns, double *restrict sum, double *restrict magnitude, long stride, double *restrict room) {          \
    for (long first = 0; first < n; first += depth) {                                                                \
      const long count = n - first < depth ? n - first : depth;                                                      \
      for (long column = 0; column < columns; column += strip) {                                                     \
        widen(kernel + first * columns, columns, column, count, room);                                               \
        for (int half = 0; half < 2; half++) {                                                                       \
          const double *packed = room + half * depth * lanes;                                                        \
          const long place = column + half * lanes;                                                                  \
          long row = 0;                                                                                              \
          for (; row + height <= rows; row += height)                                                                \
            add(values + row * n + first, sizes + row * n + first, n, count, height, packed,                         \
                sum + row * stride + place, magnitude + row * stride + place, stride);                               \
          for (; row < rows; row++)                                                                                  \
            add(values + row * n + first, sizes + row * n + first, n, count, 1, packed, sum + row * stride + place,  \
                magnitude + row * stride + place, stride);                                                           \
        }                                                                                                            \
      }                                                                                                              \
    }                                                                                                                \
  }
BLOCK(clstm_oracle_add_block_float, float, widen_float, add_exact)
BLOCK(clstm_oracle_add_block_double, double, widen_double, add_rounded)
