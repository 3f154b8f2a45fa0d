// The activations (E2 to E5, E7), element by element. Needs template_vector.h.
//
// With a = |x|, u the unit roundoff and e = exp(-a): sigmoid(a) = 1 - e/(1+e) and sigmoid(-a) = e/(1+e). The quotient
// is at most 1/2, so its error, below 1u, is followed by a rounding of at most u/2. tanh is the same with exp(-2a) and
// 1 - 2e/(1+e) where that quotient is at most 1/2, and there below it m/(2-m) with m = 1 - exp(-2a) from a form that
// does not cancel, so that small arguments keep their relative accuracy.

// y = n ln 2 + r for -EXP_LIMIT <= y <= 0: returns exp(r) - 1 and n + ROUNDER. NaN gives NaN.
INNER NAME(vector) NAME(reduced_expm1)(NAME(vector) y, NAME(vector) *rounded) {
  NAME(vector) shifted = NAME(multiply_add)(y, (NAME(vector))LOG2_E, (NAME(vector))ROUNDER);
  NAME(vector) n = shifted - ROUNDER;
  NAME(vector) r = NAME(multiply_add)(n, (NAME(vector)) - LN_2_HIGH, y);
  r = NAME(multiply_add)(n, (NAME(vector)) - (LN_2_LOW), r);
  static const SCALAR terms[] = EXP_TERMS;
  NAME(vector) p = (NAME(vector))terms[0];
#pragma clang loop unroll(full)
  for (size_t k = 1; k < sizeof terms / sizeof terms[0]; ++k) {
    p = NAME(multiply_add)(p, r, (NAME(vector))terms[k]);
  }
  *rounded = shifted;
  return NAME(multiply_add)(r * r, p, r);
}

// |x|, at most `limit`. Written so that NaN stays.
INNER NAME(vector) NAME(limited_magnitude)(NAME(vector) x, SCALAR limit) {
  NAME(vector) magnitude = (NAME(vector))((NAME(unsigned))x & ~((UNSIGNED)1 << (sizeof(SCALAR) * 8 - 1)));
  return NAME(select)(magnitude > limit, (NAME(vector))limit, magnitude);
}

INNER NAME(vector) NAME(sigmoid)(NAME(vector) x) {
  NAME(vector) rounded;
  NAME(vector) q = NAME(reduced_expm1)(-NAME(limited_magnitude)(x, EXP_LIMIT), &rounded);
  // In two factors, because 2^n may lie below the normal numbers.
  NAME(vector) e = (1 + q) * NAME(power_of_two)(rounded, SCALE_SHIFT) * SCALE_BACK;
  NAME(vector) smaller = e / (1 + e);
  return NAME(select)(x < 0, smaller, 1 - smaller);
}

INNER NAME(vector) NAME(tanh)(NAME(vector) x) {
  NAME(vector) rounded;
  NAME(vector) q = NAME(reduced_expm1)(-NAME(limited_magnitude)(x + x, TANH_LIMIT), &rounded);
  NAME(vector) scale = NAME(power_of_two)(rounded, 0);
  NAME(vector) m = (1 - scale) - scale * q;
  NAME(vector) e = scale + scale * q;
  // tanh = 1/2 where exp(-2a) = 1/3.
  NAME(signed) small = m < (SCALAR)(2.0 / 3);
  NAME(vector) quotient = NAME(select)(small, m, 2 * e) / NAME(select)(small, 2 - m, 1 + e);
  NAME(unsigned) magnitude = (NAME(unsigned))NAME(select)(small, quotient, 1 - quotient);
  UNSIGNED sign = (UNSIGNED)1 << (sizeof(SCALAR) * 8 - 1);
  return (NAME(vector))((magnitude & ~sign) | ((NAME(unsigned))x & sign));
}

// Comparisons with NaN are false, so NaN falls through both.
INNER NAME(vector) NAME(clip)(NAME(vector) x) {
  NAME(vector) above = NAME(select)(x < 0, (NAME(vector))0, x);
  return NAME(select)(above > 1, (NAME(vector))1, above);
}

INNER NAME(vector) NAME(activate)(NAME(vector) x, clstm_activation activation) {
  switch (activation) {
  case clstm_activation_tanh:
    return NAME(tanh)(x);
  case clstm_activation_sigmoid:
    return NAME(sigmoid)(x);
  case clstm_activation_hard_sigmoid_fifth:
    return NAME(clip)(NAME(multiply_add)(x, (NAME(vector))(SCALAR)0.2, (NAME(vector))(SCALAR)0.5));
  case clstm_activation_hard_sigmoid_sixth:
    return NAME(clip)(x / 6 + (SCALAR)0.5);
  case clstm_activation_relu:
    return NAME(select)(x < 0, (NAME(vector))0, x);
  case clstm_activation_identity:
    return x;
  }
  return x;
}
