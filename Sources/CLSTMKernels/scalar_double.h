// binary64 for the templates.
#define SCALAR double
#define SIGNED int64_t
#define UNSIGNED uint64_t
#define LANES (VECTOR_BYTES / 8)
#define SCALAR_NAME double
#define FRACTION_BITS 52
#define EXPONENT_BIAS 1023u
// Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
#define ROUNDER 0x1.8p52
#define LOG2_E 0x1.71547652b82fep+0
// ln 2 in two parts; products of the first with |n| <= 1077 are exact.
#define LN_2_HIGH 0x1.62e42feep-1
#define LN_2_LOW 0x1.a39ef35793c76p-33
// exp(-746) rounds to zero.
#define EXP_LIMIT 746.0
// exp(-80) is below u / 2.
#define TANH_LIMIT 80.0
#define SCALE_SHIFT 512u
#define SCALE_BACK 0x1p-512
// (exp(r) - 1 - r) / r^2 by Taylor; the first term left out of exp is r^14 / 14! < 4.2e-18 = 0.04u for |r| <= ln 2 / 2.
#define EXP_TERMS                                                                                                      \
  {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,                        \
   1.0 / 5040,       1.0 / 720,       1.0 / 120,      1.0 / 24,      1.0 / 6,      0.5}
