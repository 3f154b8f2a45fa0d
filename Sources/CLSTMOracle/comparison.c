#include "model.h"

// Doubles that are not negative are ordered as their bits are, and -1 stands below them.
INLINE int64_t order_of(double value) { return (int64_t)to_bits(value); }

CLONED clstm_oracle_summary clstm_oracle_compare(
    const double *observed, clstm_oracle_ranged expected, long count, bool is_float, double least_for_ulp,
    clstm_oracle_errors errors) {
  const double last_place = is_float ? 0x1p-23 : 0x1p-52;
  int64_t ratios = order_of(-1), ulps = order_of(-1);
  long known = 0, outside = 0;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const double value = expected.value[k], radius = expected.radius[k];
    const double error = fabs((observed[k] - value) - expected.rest[k]);
    const double rounded = is_float ? (double)(float)value : value;
    const double ulp = from_bits(to_bits(rounded) & 0x7ff0000000000000ull) * last_place;
    const bool is_known = (k < count) & (radius == radius), is_within = is_known & (error <= radius);
    const double ratio = is_within ? (error > 0 ? error / radius : 0) : -1;
    const double units = (is_within & (fabs(value) >= least_for_ulp)) ? error / ulp : -1;
    errors.error[k] = error;
    errors.ratio[k] = ratio;
    errors.ulp[k] = units;
    known += is_known;
    outside += is_known & !is_within;
    ratios = order_of(ratio) > ratios ? order_of(ratio) : ratios;
    ulps = order_of(units) > ulps ? order_of(units) : ulps;
  }
  return (clstm_oracle_summary){known, outside, from_bits((uint64_t)ratios), from_bits((uint64_t)ulps)};
}
