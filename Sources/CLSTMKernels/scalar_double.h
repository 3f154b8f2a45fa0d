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
// 1 - sigmoid(80) and 1 - tanh(40) are below u / 2.
#define SIGMOID_LIMIT 80.0
#define TANH_LIMIT 80.0
#define SCALE_SHIFT 512u
#define SCALE_BACK 0x1p-512
// (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2, the polynomial that makes the largest relative error of exp least:
// 3.6e-18 = 0.03u before its coefficients are rounded.
#define EXP_TERMS                                                                                                    \
  0x1.ad7f6f0799ee2p-26, 0x1.28ad72cc30daap-22, 0x1.71df2552390c2p-19, 0x1.a0199a0c677acp-16, 0x1.a01a012a57b51p-13, \
      0x1.6c16c1842a11dp-10, 0x1.1111111127be5p-7, 0x1.555555555087cp-5, 0x1.55555555554fap-3, 0x1.000000000000ap-1
