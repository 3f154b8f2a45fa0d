// Unevaluated sums of two doubles (Dekker 1971, Knuth; Joldes, Muller, Popescu 2017): about 104 bits.
#pragma once

#include <math.h>
#include <stdbool.h>

#include "clones.h"

typedef struct pair {
  double high, low;
} pair;

INLINE pair single(double value) { return (pair){value, 0}; }

// a + b, exactly.
INLINE pair exact_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return (pair){sum, (a - (sum - part)) + (b - part)};
}

// a + b, exactly, where |a| >= |b| or a = 0.
INLINE pair ordered_sum(double a, double b) {
  const double sum = a + b;
  return (pair){sum, b - (sum - a)};
}

// a b, exactly unless it underflows.
INLINE pair exact_product(double a, double b) {
  const double product = a * b;
  return (pair){product, __builtin_fma(a, b, -product)};
}

INLINE pair negated(pair a) { return (pair){-a.high, -a.low}; }

INLINE pair magnitude_of(pair a) { return a.high < 0 ? negated(a) : a; }

INLINE pair scaled(pair a, double power) { return (pair){a.high * power, a.low * power}; }

INLINE pair sum_of(pair a, pair b) {
  const pair sum = exact_sum(a.high, b.high);
  return ordered_sum(sum.high, sum.low + (a.low + b.low));
}

INLINE pair difference_of(pair a, pair b) { return sum_of(a, negated(b)); }

INLINE pair product_of(pair a, pair b) {
  const pair product = exact_product(a.high, b.high);
  return ordered_sum(product.high, product.low + __builtin_fma(a.high, b.low, a.low * b.high));
}

INLINE pair quotient_of(pair a, pair b) {
  const double first = a.high / b.high;
  const pair taken = exact_product(first, b.high);
  const double left = ((a.high - taken.high) - taken.low) + __builtin_fma(-first, b.low, a.low);
  return ordered_sum(first, left / b.high);
}

INLINE bool is_less(pair a, pair b) { return (a.high < b.high) | ((a.high == b.high) & (a.low < b.low)); }

INLINE pair smaller_of(pair a, pair b) { return is_less(b, a) ? b : a; }

INLINE pair larger_of(pair a, pair b) { return is_less(a, b) ? b : a; }
