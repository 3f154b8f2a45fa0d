#include "model.h"

INLINE long narrow(
    const clstm_oracle_model *model, const double *observed, clstm_oracle_ranged h, clstm_oracle_ranged o, long count,
    clstm_oracle_ranged c, bool *conflicts, const bool in_pairs) {
  const clstm_oracle_model constants = *model;
  const double u_r = constants.reference, u_h = constants.storage_h, u_c = constants.storage_c;
  const double e_h = constants.roundoff + u_h + constants.roundoff * u_h, underflow = constants.underflow;
  // 8 u_r for the class and as much again for the arithmetic of this function.
  const double slack = constants.tanh_absolute + underflow + 16 * u_r, outwards = 16 * u_r;
  const pair less = exact_sum(1, -constants.tanh_relative), more = exact_sum(1, constants.tanh_relative);
  long sum = 0;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const double shown = observed[k];
    const pair size = single(fabs(shown)), gate = value_at(o, k), gate_radius = single(o.radius[k]);
    const pair centre = value_at(c, k), radius = single(c.radius[k]);
    const bool agrees = fabs((shown - h.value[k]) - h.rest[k]) <= h.radius[k];
    // Without the guard on the least gate a closed output gate would accuse legal runs.
    const pair least = difference_of(gate, gate_radius), most = sum_of(gate, gate_radius);
    const bool is_judged = (k < count) & agrees & (least.high > 0) & (c.radius[k] == c.radius[k]);

    const pair rounding = single(e_h * size.high + 2 * underflow);
    const pair low = quotient_of(sum_of(quotient_of(difference_of(size, rounding), most), single(-slack)), more);
    const pair high = quotient_of(sum_of(quotient_of(sum_of(size, rounding), least), single(slack)), less);
    const bool is_bounded = is_judged & (high.high < 1), has_sign = is_judged & (low.high > 0);
    const bool is_below_one = is_less(low, single(1));
    const pair farthest = inverse_tanh(is_bounded ? high : single(0), in_pairs);
    const pair nearest = inverse_tanh((has_sign & is_below_one) ? low : single(0), in_pairs);
    const double stored = u_c > 0 ? underflow : 0;
    const double to_farther = farthest.high * (outwards + u_c) + stored;
    const double to_nearer = -(nearest.high * (outwards + u_c) + stored);
    const pair outer = is_bounded ? sum_of(farthest, single(to_farther)) : single(INFINITY);
    const pair inner = sum_of(nearest, single(to_nearer));

    const bool is_negative = (to_bits(shown) >> 63) != 0;
    const pair first = (has_sign & !is_negative) ? inner : negated(outer);
    const pair last = (has_sign & is_negative) ? negated(inner) : outer;
    const pair old_first = difference_of(centre, radius), old_last = sum_of(centre, radius);
    const pair from = larger_of(first, old_first), to = smaller_of(last, old_last);
    const bool conflict = is_judged & ((has_sign & !is_below_one) | is_less(to, from));
    const pair width = scaled(difference_of(to, from), 0.5), middle = sum_of(from, width);
    const double narrowed = width.high * INFLATION + 4 * u_r * fabs(middle.high);
    const bool starts_later = is_less(old_first, from), ends_earlier = is_less(to, old_last);
    const bool is_narrowed = is_judged & !conflict & (starts_later | ends_earlier) & (narrowed < c.radius[k]);
    set(c, k, is_narrowed ? middle : centre, is_narrowed ? narrowed : c.radius[k]);
    conflicts[k] = conflict;
    sum += conflict;
  }
  return sum;
}

CLONED static long narrow_in_pairs(
    const clstm_oracle_model *model, const double *observed, clstm_oracle_ranged h, clstm_oracle_ranged o, long count,
    clstm_oracle_ranged c, bool *conflicts) {
  return narrow(model, observed, h, o, count, c, conflicts, true);
}

CLONED static long narrow_in_doubles(
    const clstm_oracle_model *model, const double *observed, clstm_oracle_ranged h, clstm_oracle_ranged o, long count,
    clstm_oracle_ranged c, bool *conflicts) {
  return narrow(model, observed, h, o, count, c, conflicts, false);
}

long clstm_oracle_narrow(
    const clstm_oracle_model *model, const double *observed, clstm_oracle_ranged h, clstm_oracle_ranged o, long count,
    clstm_oracle_ranged c, bool *conflicts) {
  const bool in_pairs = model->reference < 0x1p-53;
  return (in_pairs ? narrow_in_pairs : narrow_in_doubles)(model, observed, h, o, count, c, conflicts);
}
