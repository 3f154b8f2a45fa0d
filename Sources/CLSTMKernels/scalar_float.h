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
// 1 - sigmoid(40) and 1 - tanh(20) are below u / 2.
#define SIGMOID_LIMIT 40.0f
#define TANH_LIMIT 40.0f
#define SCALE_SHIFT 64u
#define SCALE_BACK 0x1p-64f
// (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2, the polynomial that makes the largest relative error of exp least:
// 3.1e-9 = 0.05u before its coefficients are rounded.
#define EXP_TERMS 0x1.6a2434p-10f, 0x1.1239e2p-7f, 0x1.5558f2p-5f, 0x1.555492p-3f, 0x1.fffffcp-2f
