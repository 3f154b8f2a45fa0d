// Constants of kernel_body.h for double.
#define T double
#define INT long long
#define SCALAR_FMA __builtin_fma
#define DEEPEST 708.0
#define LOG2_E 0x1.71547652b82fep0
#define ROUNDER 0x1.8p52
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define EXPONENT_BIAS 1023
#define MANTISSA_BITS 52
#define SIGN_BIT ((long long)0x8000000000000000)
#define NEAR 0.25
#define INVERSE_FACTORIALS                                                                                             \
  {1,                                                                                                                  \
   1,                                                                                                                  \
   1 / 2.0,                                                                                                            \
   1 / 6.0,                                                                                                            \
   1 / 24.0,                                                                                                           \
   1 / 120.0,                                                                                                          \
   1 / 720.0,                                                                                                          \
   1 / 5040.0,                                                                                                         \
   1 / 40320.0,                                                                                                        \
   1 / 362880.0,                                                                                                       \
   1 / 3628800.0,                                                                                                      \
   1 / 39916800.0,                                                                                                     \
   1 / 479001600.0,                                                                                                    \
   1 / 6227020800.0}
#define TANH_SERIES                                                                                                    \
  {-1 / 3.0,                                                                                                           \
   2 / 15.0,                                                                                                           \
   -17 / 315.0,                                                                                                        \
   62 / 2835.0,                                                                                                        \
   -1382 / 155925.0,                                                                                                   \
   21844 / 6081075.0,                                                                                                  \
   -929569 / 638512875.0,                                                                                              \
   6404582 / 10854718875.0,                                                                                            \
   -443861162 / 1856156927625.0,                                                                                       \
   18888466084 / 194896477400625.0,                                                                                    \
   -113927491862 / 2900518163668125.0}
