// Makes room for the constants of the other scalar type.
#undef T
#undef INT
#undef SCALAR_FMA
#undef DEEPEST
#undef LOG2_E
#undef ROUNDER
#undef LN2_HIGH
#undef LN2_LOW
#undef EXPONENT_BIAS
#undef MANTISSA_BITS
#undef SIGN_BIT
#undef NEAR
#undef INVERSE_FACTORIALS
#undef TANH_SERIES
