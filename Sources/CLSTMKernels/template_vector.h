// Vector types and arithmetic for one scalar type and instruction set.
// Needs VECTOR_BYTES, TARGET, FUSED, ISA_NAME and a scalar_*.h.

#define NAME(name) CLSTM_JOIN(clstm, ISA_NAME, SCALAR_NAME, _##name)
#define INNER static inline __attribute__((always_inline)) TARGET

typedef SCALAR NAME(vector) __attribute__((ext_vector_type(LANES)));
typedef SIGNED NAME(signed) __attribute__((ext_vector_type(LANES)));
typedef UNSIGNED NAME(unsigned) __attribute__((ext_vector_type(LANES)));

INNER NAME(vector) NAME(load)(const SCALAR *address) {
  NAME(vector) value;
  __builtin_memcpy(&value, address, sizeof value);
  return value;
}

INNER void NAME(store)(SCALAR *address, NAME(vector) value) { __builtin_memcpy(address, &value, sizeof value); }

// a * b + c: one rounding where the instruction set has it, else two; never the compiler's choice.
INNER NAME(vector) NAME(multiply_add)(NAME(vector) a, NAME(vector) b, NAME(vector) c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INNER NAME(vector) NAME(select)(NAME(signed) where, NAME(vector) yes, NAME(vector) no) {
  return (NAME(vector))((where & (NAME(signed))yes) | (~where & (NAME(signed))no));
}

// 2^n for the integer n >= -EXPONENT_BIAS that stands in the low bits of `rounded` (see ROUNDER).
INNER NAME(vector) NAME(power_of_two)(NAME(vector) rounded) {
  return (NAME(vector))(((NAME(unsigned))rounded + EXPONENT_BIAS) << FRACTION_BITS);
}

// 2^(shift - n) for such an n.
INNER NAME(vector) NAME(inverse_power_of_two)(NAME(vector) rounded, UNSIGNED shift) {
  return (NAME(vector))(((EXPONENT_BIAS + shift) - (NAME(unsigned))rounded) << FRACTION_BITS);
}
