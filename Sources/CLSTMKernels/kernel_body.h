// The body of all kernels, for one scalar type and one instruction set. The including file defines
//   NAME(x)      the name of a function or type in this stamp
//   T, INT       the scalar and the integer of its size
//   WIDTH        elements of a vector
//   TARGET       function attributes that select the instruction set
//   FUSED        1 where multiply-add is one rounding
//   and the constants of the scalar type (see kernels.c).

typedef T NAME(vector) __attribute__((vector_size(WIDTH * sizeof(T))));
typedef INT NAME(integers) __attribute__((vector_size(WIDTH * sizeof(T))));
typedef T NAME(unaligned) __attribute__((vector_size(WIDTH * sizeof(T)), aligned(sizeof(T)), may_alias));

#define V NAME(vector)
#define VI NAME(integers)
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE V NAME(load)(const T *p) { return *(const NAME(unaligned) *)p; }
INLINE void NAME(store)(T *p, V v) { *(NAME(unaligned) *)p = v; }
INLINE V NAME(all)(T x) { return (V){} + x; }
INLINE V NAME(select)(VI mask, V a, V b) { return (V)(((VI)a & mask) | ((VI)b & ~mask)); }

#if FUSED
INLINE V NAME(fma)(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
INLINE T NAME(fma1)(T a, T b, T c) { return SCALAR_FMA(a, b, c); }
#else
INLINE V NAME(fma)(V a, V b, V c) { return a * b + c; }
INLINE T NAME(fma1)(T a, T b, T c) { return a * b + c; }
#endif

// exp(-a) for a >= 0; NaN stays NaN. Beyond DEEPEST the value is held at exp(-DEEPEST), far below half an ulp of 1.
INLINE V NAME(exp_negative)(V a) {
  V x = -NAME(select)((VI)(a > NAME(all)(DEEPEST)), NAME(all)(DEEPEST), a);
  V shifted = NAME(fma)(x, NAME(all)(LOG2_E), NAME(all)(ROUNDER));
  V n = shifted - NAME(all)(ROUNDER);
  V r = NAME(fma)(n, NAME(all)(-LN2_HIGH), x);
  r = NAME(fma)(n, NAME(all)(-LN2_LOW), r);
  static const T inverse_factorials[] = INVERSE_FACTORIALS;
  const int count = sizeof inverse_factorials / sizeof inverse_factorials[0];
  V p = NAME(all)(inverse_factorials[count - 1]);
#pragma clang loop unroll(full)
  for (int i = count - 2; i >= 0; i--) p = NAME(fma)(p, r, NAME(all)(inverse_factorials[i]));
  // 2^n, from the low bits of the shifted value.
  VI scale = ((VI)shifted + EXPONENT_BIAS) << MANTISSA_BITS;
  return p * (V)scale;
}

INLINE V NAME(magnitude)(V x) { return (V)((VI)x & ~SIGN_BIT); }
INLINE V NAME(with_sign)(V m, V x) { return (V)((VI)m | ((VI)x & SIGN_BIT)); }

INLINE V NAME(sigmoid)(V x) {
  V e = NAME(exp_negative)(NAME(magnitude)(x));
  V s = 1 / (1 + e);
  return NAME(select)((VI)(x < NAME(all)(0)), e * s, s);
}

INLINE V NAME(tanh)(V x) {
  V a = NAME(magnitude)(x);
  V e = NAME(exp_negative)(a + a);
  V far = (1 - e) / (1 + e);
  // Near 0 the quotient would lose the relative accuracy of small values: x + x^3 * series(x^2).
  static const T series[] = TANH_SERIES;
  const int count = sizeof series / sizeof series[0];
  V square = a * a;
  V p = NAME(all)(series[count - 1]);
#pragma clang loop unroll(full)
  for (int i = count - 2; i >= 0; i--) p = NAME(fma)(p, square, NAME(all)(series[i]));
  V near = NAME(fma)(a * square, p, a);
  return NAME(with_sign)(NAME(select)((VI)(a < NAME(all)(NEAR)), near, far), x);
}

// Comparisons with NaN are false, so NaN passes through both selections.
INLINE V NAME(clip)(V x) {
  x = NAME(select)((VI)(x < NAME(all)(0)), NAME(all)(0), x);
  return NAME(select)((VI)(x > NAME(all)(1)), NAME(all)(1), x);
}

INLINE V NAME(activate)(clstm_activation activation, V x) {
  switch (activation) {
  case CLSTM_TANH: return NAME(tanh)(x);
  case CLSTM_SIGMOID: return NAME(sigmoid)(x);
  case CLSTM_HARD_SIGMOID_FIFTH: return NAME(clip)(NAME(fma)(x, NAME(all)((T)0.2), NAME(all)((T)0.5)));
  case CLSTM_HARD_SIGMOID_SIXTH: return NAME(clip)(x / 6 + (T)0.5);
  case CLSTM_RELU: return NAME(select)((VI)(x < NAME(all)(0)), NAME(all)(0), x);
  case CLSTM_IDENTITY: return x;
  }
  return x;
}

// E2 to E7 for one vector of units.
INLINE void NAME(cell_vector)(V zi, V zf, V zj, V zo, V *c, V *h, clstm_activation tanh_activation,
                              clstm_activation sigmoid_activation) {
  V i = NAME(activate)(sigmoid_activation, zi);
  V f = NAME(activate)(sigmoid_activation, zf);
  V j = NAME(activate)(tanh_activation, zj);
  V o = NAME(activate)(sigmoid_activation, zo);
  *c = NAME(fma)(f, *c, i * j);
  *h = o * NAME(activate)(tanh_activation, *c);
}

TARGET static void NAME(cell)(const T *z, T *c, T *h, size_t units, clstm_activation tanh_activation,
                              clstm_activation sigmoid_activation) {
  size_t unit = 0;
  for (; unit + WIDTH <= units; unit += WIDTH) {
    V cv = NAME(load)(c + unit), hv;
    NAME(cell_vector)(NAME(load)(z + unit), NAME(load)(z + units + unit), NAME(load)(z + 2 * units + unit),
                      NAME(load)(z + 3 * units + unit), &cv, &hv, tanh_activation, sigmoid_activation);
    NAME(store)(c + unit, cv);
    NAME(store)(h + unit, hv);
  }
  if (unit == units) return;
  // The last units go through a padded copy.
  size_t rest = units - unit, bytes = rest * sizeof(T);
  T padded[6][WIDTH];
  memset(padded, 0, sizeof padded);
  for (int gate = 0; gate < 4; gate++) memcpy(padded[gate], z + gate * units + unit, bytes);
  memcpy(padded[4], c + unit, bytes);
  V cv = NAME(load)(padded[4]), hv;
  NAME(cell_vector)(NAME(load)(padded[0]), NAME(load)(padded[1]), NAME(load)(padded[2]), NAME(load)(padded[3]), &cv, &hv,
                    tanh_activation, sigmoid_activation);
  NAME(store)(padded[4], cv);
  NAME(store)(padded[5], hv);
  memcpy(c + unit, padded[4], bytes);
  memcpy(h + unit, padded[5], bytes);
}

#define BLOCK_ROWS 4
#define BLOCK_VECTORS 3

// A block of `rows` rows and `vectors` vectors of columns, in registers over the whole of k.
INLINE void NAME(block)(const T *x, const T *w, T *z, size_t inner, size_t columns, size_t z_stride, const int rows,
                        const int vectors) {
  V sum[BLOCK_ROWS][BLOCK_VECTORS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sum[r][v] = NAME(load)(z + r * z_stride + v * WIDTH);
  for (size_t k = 0; k < inner; k++) {
    V weights[BLOCK_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) weights[v] = NAME(load)(w + k * columns + v * WIDTH);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      V value = NAME(all)(x[r * inner + k]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sum[r][v] = NAME(fma)(value, weights[v], sum[r][v]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) NAME(store)(z + r * z_stride + v * WIDTH, sum[r][v]);
}

INLINE void NAME(rows)(const T *x, const T *w, T *z, size_t inner, size_t columns, size_t z_stride, const int rows) {
  size_t column = 0;
  for (; column + BLOCK_VECTORS * WIDTH <= columns; column += BLOCK_VECTORS * WIDTH)
    NAME(block)(x, w + column, z + column, inner, columns, z_stride, rows, BLOCK_VECTORS);
  for (; column + WIDTH <= columns; column += WIDTH)
    NAME(block)(x, w + column, z + column, inner, columns, z_stride, rows, 1);
  for (; column < columns; column++)
    for (int r = 0; r < rows; r++) {
      T sum = z[r * z_stride + column];
      for (size_t k = 0; k < inner; k++) sum = NAME(fma1)(x[r * inner + k], w[k * columns + column], sum);
      z[r * z_stride + column] = sum;
    }
}

TARGET static void NAME(accumulate)(const T *x, const T *w, T *z, size_t rows, size_t inner, size_t columns,
                                    size_t z_stride) {
  size_t row = 0;
  for (; row + BLOCK_ROWS <= rows; row += BLOCK_ROWS)
    NAME(rows)(x + row * inner, w, z + row * z_stride, inner, columns, z_stride, BLOCK_ROWS);
  for (; row < rows; row++) NAME(rows)(x + row * inner, w, z + row * z_stride, inner, columns, z_stride, 1);
}

#undef BLOCK_ROWS
#undef BLOCK_VECTORS
#undef V
#undef VI
#undef INLINE
