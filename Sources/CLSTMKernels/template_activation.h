// The activations (E2 to E5, E7), element by element. Needs template_vector.h.
//
// Both functions start from exp(y) = (1 + q) 2^n with |q| < 0.42, where q has a small relative error. n counts the
// powers of two, so that no intermediate value under- or overflows before the result does.

// y = n ln 2 + r for |y| <= EXP_LIMIT: returns exp(r) - 1 and n + ROUNDER. NaN gives NaN.
INNER NAME(vector) NAME(reduced_expm1)(NAME(vector) y, NAME(vector) *const rounded) {
  NAME(vector) shifted = NAME(multiply_add)(y, (NAME(vector))LOG2_E, (NAME(vector))ROUNDER);
  NAME(vector) n = shifted - ROUNDER;
  NAME(vector) r = NAME(multiply_add)(n, (NAME(vector))(-LN_2_HIGH), y);
  r = NAME(multiply_add)(n, (NAME(vector))(-(LN_2_LOW)), r);
  static const SCALAR terms[] = {EXP_TERMS};
  NAME(vector) p = (NAME(vector))terms[0];
#pragma clang loop unroll(full)
  for (size_t k = 1; k < sizeof terms / sizeof terms[0]; ++k) {
    p = NAME(multiply_add)(p, r, (NAME(vector))terms[k]);
  }
  *rounded = shifted;
  return NAME(multiply_add)(r * r, p, r);
}

// The smaller and the larger of x and a limit; NaN stays.
INNER NAME(vector) NAME(at_most)(NAME(vector) x, SCALAR limit) {
  return NAME(select)(x > limit, (NAME(vector))limit, x);
}
INNER NAME(vector) NAME(at_least)(NAME(vector) x, SCALAR limit) {
  return NAME(select)(x < limit, (NAME(vector))limit, x);
}

// With exp(-x) = p 2^n and t = 2^-n: sigmoid = 1 / (1 + p / t) = t / (t + p). t is exact wherever it is normal, the
// quotient never exceeds 1, and far below 0 it is t / p, down through the subnormal numbers.
INNER NAME(vector) NAME(sigmoid)(NAME(vector) x) {
  NAME(vector) rounded;
  NAME(vector) y = NAME(at_least)(NAME(at_most)(x, SIGMOID_LIMIT), -EXP_LIMIT);
  // exp(-x) = 1 / exp(x) is taken from -y, and 2^-n from the same rounded number.
  NAME(vector) q = NAME(reduced_expm1)(-y, &rounded);
  NAME(vector) t = NAME(inverse_power_of_two)(rounded, SCALE_SHIFT) * SCALE_BACK;
  return t / (t + (1 + q));
}

// With m = exp(2|x|) - 1 = (2^n - 1) + 2^n q: tanh = m / (m + 2). n >= 0, so that nothing cancels for more than a
// factor of two, and for n = 0 m is q itself: small arguments keep their relative accuracy.
INNER NAME(vector) NAME(tanh)(NAME(vector) x) {
  UNSIGNED sign = (UNSIGNED)1 << (sizeof(SCALAR) * 8 - 1);
  NAME(vector) magnitude = (NAME(vector))((NAME(unsigned))x & ~sign);
  NAME(vector) rounded;
  NAME(vector) q = NAME(reduced_expm1)(NAME(at_most)(magnitude + magnitude, TANH_LIMIT), &rounded);
  NAME(vector) scale = NAME(power_of_two)(rounded);
  NAME(vector) m = NAME(multiply_add)(scale, q, scale - 1);
  NAME(unsigned) quotient = (NAME(unsigned))(m / (m + 2));
  return (NAME(vector))(quotient | ((NAME(unsigned))x & sign));
}

// Comparisons with NaN are false, so NaN falls through both.
INNER NAME(vector) NAME(clip)(NAME(vector) x) { return NAME(at_most)(NAME(at_least)(x, 0), 1); }

INNER NAME(vector) NAME(activate)(NAME(vector) x, clstm_activation activation) {
  switch (activation) {
  case clstm_activation_tanh: return NAME(tanh)(x);
  case clstm_activation_sigmoid: return NAME(sigmoid)(x);
  case clstm_activation_hard_sigmoid_fifth:
    return NAME(clip)(NAME(multiply_add)(x, (NAME(vector))(SCALAR)0.2, (NAME(vector))(SCALAR)0.5));
  case clstm_activation_hard_sigmoid_sixth: return NAME(clip)(x / 6 + (SCALAR)0.5);
  case clstm_activation_relu: return NAME(at_least)(x, 0);
  case clstm_activation_identity: return x;
  }
  return x;
}

// An activation of an array, for tests that scan a function.
TARGET static void NAME(evaluate)(size_t count, const void *x, void *y, clstm_activation activation) {
  const SCALAR *from = x;
  SCALAR *to = y;
  for (size_t k = 0; k < count; k += LANES) {
    size_t present = count - k < LANES ? count - k : LANES;
    NAME(vector) value = 0;
    __builtin_memcpy(&value, from + k, present * sizeof(SCALAR));
    value = NAME(activate)(value, activation);
    __builtin_memcpy(to + k, &value, present * sizeof(SCALAR));
  }
}
