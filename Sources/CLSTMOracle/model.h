// What the radii of all equations use.
#pragma once

#include "CLSTMOracle.h"
#include "exponential.h"

// The rounding of the radius arithmetic itself (R19).
#define INFLATION (1 + 1e-9)

// Whole vectors: loops over scratch have no remainder.
INLINE long whole(long count) { return (count + clstm_oracle_lanes - 1) / clstm_oracle_lanes * clstm_oracle_lanes; }

// ufp(a) = 2^floor(log2 |a|), by exponent extraction, never by a logarithm; 0 for 0 (R4).
INLINE double unit_in_first_place(double a) {
  const uint64_t exponent = 0x7ff0000000000000ull;
  const double normal = from_bits(to_bits(a) & exponent), small = from_bits(to_bits(a * 0x1p54) & exponent) * 0x1p-54;
  return normal == 0 ? small : normal;
}

// ufp of a bound that was itself rounded: a bound that fell a hair below a power of two counts as that power.
INLINE double unit_above(double bound) { return unit_in_first_place(bound * (1 + 0x1p-40)); }

// 2^e for e <= 1,023, infinite above; 0 where it is no double.
INLINE double power_of_two(int32_t e) {
  const int32_t bounded = e > 1023 ? 1024 : e < -1075 ? -1075 : e;
  const int32_t first = bounded / 2, second = bounded - first;
  return from_bits((uint64_t)(int64_t)(first + 1023) << 52) * from_bits((uint64_t)(int64_t)(second + 1023) << 52);
}

INLINE pair value_at(clstm_oracle_ranged ranged, long place) { return (pair){ranged.value[place], ranged.rest[place]}; }

INLINE void set(clstm_oracle_ranged ranged, long place, pair value, double radius) {
  ranged.value[place] = value.high;
  ranged.rest[place] = value.low;
  ranged.radius[place] = radius;
}
