// exp(-a) for a >= 0, in pairs of doubles and in doubles, and its inverse.
//
// Taylor's series after a reduction by ln 2: -a = -n ln 2 + s with |s| <= 0.347.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "pair.h"

// exp(-746) rounds to 0.
#define FARTHEST 746.0
// exp(-700) = 1e-304, far below every radius that is not zero.
#define FAR 700.0
#define DECAY_OF_FAR 0x1.14f2b0fb9307fp-1010

// Adding it and taking it off rounds to an integer, which the sum holds in its low bits.
#define ROUNDER 0x1.8p52
#define LOG2_E 0x1.71547652b82fep+0
// ln 2 in three parts; n times the first is exact for n <= 1,100.
#define LN_2_HIGH 0x1.62e42fefa3800p-1
#define LN_2_MIDDLE 0x1.ef35793c76730p-45
#define LN_2_LOW 0x1.f97b57a079a19p-103

INLINE double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINE uint64_t to_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// value 2^-n from ROUNDER + n, for n <= 2,044: in two steps, so that each power is a normal number.
INLINE double lowered(double value, double rounded) {
  const uint64_t n = to_bits(rounded) & 0xfff, half = n >> 1;
  return value * from_bits((1023 - half) << 52) * from_bits((1023 - (n - half)) << 52);
}

typedef struct decay {
  // exp(-a) and exp(-a) - 1, each with a relative error below 2^-68; where exp(-a) < 2^-950 the error is absolute, one
  // unit of the smallest double.
  pair power, change;
} decay;

// exp(s) - 1 for |s| <= 0.347, in double: an error of a few units in the last place.
INLINE double small_change(double s) {
  double q = 0x1.93974a8c07c9dp-37;
  q = __builtin_fma(q, s, 0x1.6124613a86d09p-33);
  q = __builtin_fma(q, s, 0x1.1eed8eff8d898p-29);
  q = __builtin_fma(q, s, 0x1.ae64567f544e4p-26);
  q = __builtin_fma(q, s, 0x1.27e4fb7789f5cp-22);
  q = __builtin_fma(q, s, 0x1.71de3a556c734p-19);
  q = __builtin_fma(q, s, 0x1.a01a01a01a01ap-16);
  q = __builtin_fma(q, s, 0x1.a01a01a01a01ap-13);
  q = __builtin_fma(q, s, 0x1.6c16c16c16c17p-10);
  q = __builtin_fma(q, s, 0x1.1111111111111p-7);
  q = __builtin_fma(q, s, 0x1.5555555555555p-5);
  q = __builtin_fma(q, s, 0x1.5555555555555p-3);
  q = __builtin_fma(q, s, 0.5);
  return __builtin_fma(q * s, s, s);
}

// 1 - exp(-d) for d >= 0, and exp(-d): in double, relative errors of a few units in the last place.
INLINE double fall_of(double distance, double *power) {
  const double d = distance > FARTHEST ? FARTHEST : distance;
  const double rounded = d * LOG2_E + ROUNDER, n = rounded - ROUNDER;
  const double change = small_change(__builtin_fma(n, LN_2_MIDDLE, __builtin_fma(n, LN_2_HIGH, -d)));
  *power = lowered(1 + change, rounded);
  return n == 0 ? -change : 1 - *power;
}

// For 0 <= a <= FARTHEST, in pairs of doubles.
INLINE decay decay_in_pairs(pair a) {
  const double rounded = a.high * LOG2_E + ROUNDER, n = rounded - ROUNDER;
  const pair middle = exact_product(n, LN_2_MIDDLE);
  const pair first = exact_sum(__builtin_fma(n, LN_2_HIGH, -a.high), middle.high);
  const pair reduced = ordered_sum(first.high, first.low + (middle.low - a.low + n * LN_2_LOW));
  // exp(s) - 1 = s + s^2 (1/2 + s (1/6 + s q)) of an eighth of the argument, |s| <= 0.0434: double is enough for q.
  const pair s = scaled(reduced, 0.125);
  const double x = s.high;
  double q = 0x1.ae64567f544e4p-26;
  q = __builtin_fma(q, x, 0x1.27e4fb7789f5cp-22);
  q = __builtin_fma(q, x, 0x1.71de3a556c734p-19);
  q = __builtin_fma(q, x, 0x1.a01a01a01a01ap-16);
  q = __builtin_fma(q, x, 0x1.a01a01a01a01ap-13);
  q = __builtin_fma(q, x, 0x1.6c16c16c16c17p-10);
  q = __builtin_fma(q, x, 0x1.1111111111111p-7);
  q = __builtin_fma(q, x, 0x1.5555555555555p-5);
  const pair sixth = ordered_sum(0x1.5555555555555p-3, __builtin_fma(q, x, 0x1.5555555555555p-57));
  const pair third = product_of(s, sixth);
  const pair half = ordered_sum(0.5, third.high);
  const pair rest = product_of(product_of(s, s), (pair){half.high, half.low + third.low});
  pair change = ordered_sum(s.high, rest.high);
  change.low += s.low + rest.low;
  // exp(2 s) - 1 = 2 m + m^2, where m = exp(s) - 1.
  for (int doubling = 0; doubling < 3; doubling++) {
    const pair square = product_of(change, change);
    const pair sum = ordered_sum(2 * change.high, square.high);
    change = ordered_sum(sum.high, sum.low + (2 * change.low + square.low));
  }
  const pair one = ordered_sum(1, change.high);
  const pair near = ordered_sum(one.high, one.low + change.low);
  const pair power = {lowered(near.high, rounded), lowered(near.low, rounded)};
  const pair below = ordered_sum(-1, power.high);
  const pair far = ordered_sum(below.high, below.low + power.low);
  return (decay){power, n == 0 ? change : far};
}

// The same in double, with errors of a few units in the last place.
INLINE decay decay_in_doubles(pair a) {
  const double rounded = a.high * LOG2_E + ROUNDER, n = rounded - ROUNDER;
  const double near = small_change(__builtin_fma(n, LN_2_MIDDLE, __builtin_fma(n, LN_2_HIGH, -a.high)));
  const double change = near - a.low * (1 + near);
  const double power = lowered(1 + change, rounded);
  return (decay){single(power), single(n == 0 ? change : power - 1)};
}

// As good as the reference must be.
INLINE decay decay_of(pair a, const bool in_pairs) { return in_pairs ? decay_in_pairs(a) : decay_in_doubles(a); }

// ln(1 + v) for v >= 0, relative error below 2^-36: a start for Newton's method.
INLINE double rough_log_of_one_plus(double v) {
  const double whole = 1 + v;
  // whole = 2^n f with f in [sqrt(1/2), sqrt(2)).
  const uint64_t bits = to_bits(whole), n = (bits - 0x3fe6a09e667f3bcdull) >> 52;
  const double f = from_bits(bits - (n << 52)), steps = from_bits(0x4330000000000000ull | n) - 0x1p52;
  const double t = n == 0 ? v / (2 + v) : (f - 1) / (f + 1), square = t * t;
  double series = 1.0 / 13;
  series = __builtin_fma(series, square, 1.0 / 11);
  series = __builtin_fma(series, square, 1.0 / 9);
  series = __builtin_fma(series, square, 1.0 / 7);
  series = __builtin_fma(series, square, 1.0 / 5);
  series = __builtin_fma(series, square, 1.0 / 3);
  series = __builtin_fma(series, square, 1);
  return __builtin_fma(steps, LN_2_HIGH + LN_2_MIDDLE, 2 * t * series);
}

// atanh(x) for 0 <= x < 1, relative error below 2^-66 in pairs, a few units in the last place in doubles.
INLINE pair inverse_tanh(pair x, const bool in_pairs) {
  // 2 atanh(x) = ln(1 + v), where v = 2 x / (1 - x).
  const pair v = quotient_of(scaled(x, 2), sum_of(single(1), negated(x)));
  const double start = rough_log_of_one_plus(v.high);
  // ln(1 + v) = start + ln(1 + e), where 1 + e = (1 + v) exp(-start).
  const decay decay = decay_of(single(start), in_pairs);
  const pair e = sum_of(product_of(v, decay.power), decay.change);
  const pair log = sum_of(single(start), sum_of(e, single(-0.5 * e.high * e.high)));
  return scaled(log, 0.5);
}
