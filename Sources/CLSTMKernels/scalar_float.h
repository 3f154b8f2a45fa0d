// binary32 for the templates.
#define SCALAR float
#define SIGNED int32_t
#define UNSIGNED uint32_t
#define LANES (VECTOR_BYTES / 4)
#define SCALAR_NAME float
#define FRACTION_BITS 23
#define EXPONENT_BIAS 127u
// Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
#define ROUNDER 0x1.8p23f
#define LOG2_E 0x1.715476p+0f
// ln 2 in two parts; products of the first with |n| <= 151 are exact.
#define LN_2_HIGH 0x1.63p-1f
#define LN_2_LOW (-0x1.bd0106p-13f)
// exp(-104) rounds to zero.
#define EXP_LIMIT 104.0f
// exp(-40) is below u / 2.
#define TANH_LIMIT 40.0f
#define SCALE_SHIFT 64u
#define SCALE_BACK 0x1p-64f
// (exp(r) - 1 - r) / r^2 by Taylor; the first term left out of exp is r^8 / 8! < 5.2e-9 = 0.09u for |r| <= ln 2 / 2.
#define EXP_TERMS {1.0f / 5040, 1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f}
