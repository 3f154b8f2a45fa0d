// Constants of kernel_body.h for float.
#define T float
#define INT int
#define SCALAR_FMA __builtin_fmaf
#define DEEPEST 87.0f
#define LOG2_E 0x1.715476p0f
#define ROUNDER 0x1.8p23f
#define LN2_HIGH 0x1.63p-1f
#define LN2_LOW -0x1.bd0106p-13f
#define EXPONENT_BIAS 127
#define MANTISSA_BITS 23
#define SIGN_BIT ((int)0x80000000)
#define NEAR 0.25f
#define INVERSE_FACTORIALS {1, 1, 1 / 2.0f, 1 / 6.0f, 1 / 24.0f, 1 / 120.0f, 1 / 720.0f, 1 / 5040.0f}
#define TANH_SERIES {-1 / 3.0f, 2 / 15.0f, -17 / 315.0f, 62 / 2835.0f, -1382 / 155925.0f}
