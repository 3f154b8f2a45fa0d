#include "model.h"

CLONED void clstm_oracle_preactivation(
    const clstm_oracle_model *model, const clstm_oracle_sums *sums, long count, clstm_oracle_ranged z) {
  const clstm_oracle_model constants = *model;
  const clstm_oracle_sums row = *sums;
  const double u_acc = constants.accumulator, u_p = constants.product, w = constants.operands;
  const bool loses_subnormals = constants.flushes_to_zero | constants.denormals_are_zero;
  const double least = loses_subnormals ? constants.smallest_normal : constants.smallest_normal * 2 * u_acc;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const pair sum = ordered_sum(row.sum[k], row.low[k]);
    const double m = row.terms[k], inherited = row.inherited[k], magnitude = row.magnitude[k];
    // S is rounded in double whatever the reference.
    const double slack = 1 + 4 * (m + 4) * 0x1p-53;
    const double spread = magnitude * slack + inherited;
    // R8: every node of every summation tree is a subset sum.
    const double node = (magnitude + fabs(sum.high)) / 2 + (inherited + w * spread);
    // R11: operand rounding, underflow of each operation.
    const double vanished = constants.denormals_are_zero ? constants.smallest_normal * row.subnormal_partners[k] : 0;
    const double others = w * spread + 4 * m * constants.underflow + vanished;
    // R12: every partial sum is a multiple of the terms' lowest bit and short enough to be representable. Multiples of
    // the quantum below 2^53 of it were added without rounding, and M with them.
    const double quantum = power_of_two(row.lowest_bit[k]);
    const double bound = magnitude < 0x1p53 * quantum ? node : node * slack;
    const bool is_exact = (inherited == 0) & (w == 0) & (quantum >= least)
                          & (2 * u_acc * unit_in_first_place(bound) <= quantum);
    // R11: the reference's own error. What is exact in the subject's type is exact in the reference's.
    const double reference = 1.01 * m * constants.reference * magnitude;
    // R9, R10.
    const double any_order = (m - 1) * u_acc * (1 + u_p) * (1 + w) * spread;
    const double computed = node * (1 + u_p) / (1 - m * u_acc) * slack;
    const double sequence = (m - 1) * u_acc * unit_in_first_place(computed);
    const bool is_short = m * u_acc < 1;
    const double rounding = (is_short & (constants.truncates | (sequence < any_order))) ? sequence : any_order;
    const double worst = rounding + u_p * (1 + w) * spread;
    // R24: errors that behave like independent random numbers stay far below the worst case of a long sum.
    const double usual = 4 * u_acc * spread;
    const double error = (constants.is_statistical & (usual < worst)) ? usual : worst;
    const double radius = others + (is_exact ? 0 : reference + error) + inherited;
    const bool is_decided = (m == 0) | ((node < constants.domain) & (is_exact | is_short | !constants.truncates));
    set(z, k, sum, is_decided ? (m == 0 ? inherited : radius) : NAN);
  }
}

INLINE void copy_numbers(const double *from, long units, long first, long width, double *to) {
  for (long gate = 0; gate < 4; gate++) {
    for (long unit = 0; unit < units; unit++) to[gate * width + first + unit] = from[gate * units + unit];
  }
}

INLINE void copy_integers(const int32_t *from, long units, long first, long width, int32_t *to) {
  for (long gate = 0; gate < 4; gate++) {
    for (long unit = 0; unit < units; unit++) to[gate * width + first + unit] = from[gate * units + unit];
  }
}

void clstm_oracle_place(
    const clstm_oracle_sums *row, long units, long first, long width, bool has_low, bool has_inherited,
    bool has_partners, const clstm_oracle_room *side) {
  copy_numbers(row->sum, units, first, width, side->sum);
  copy_numbers(row->magnitude, units, first, width, side->magnitude);
  if (has_low) copy_numbers(row->low, units, first, width, side->low);
  if (has_inherited) copy_numbers(row->inherited, units, first, width, side->inherited);
  if (has_partners) copy_numbers(row->subnormal_partners, units, first, width, side->subnormal_partners);
  copy_integers(row->terms, units, first, width, side->terms);
  copy_integers(row->lowest_bit, units, first, width, side->lowest_bit);
}
