#include "model.h"

// What a product may lose where either factor may be read as zero because it is subnormal (R17).
INLINE double vanished(const clstm_oracle_model *model, clstm_oracle_ranged a, clstm_oracle_ranged b, long k) {
  const double least = model->smallest_normal, of_a = fabs(a.value[k]), of_b = fabs(b.value[k]);
  const double without_a = of_a - a.radius[k] < least ? least * (of_b + b.radius[k]) : 0;
  const double without_b = of_b - b.radius[k] < least ? least * (of_a + a.radius[k]) : 0;
  return model->denormals_are_zero ? without_a + without_b : 0;
}

CLONED void clstm_oracle_cell(
    const clstm_oracle_model *model, clstm_oracle_ranged i, clstm_oracle_ranged f, clstm_oracle_ranged j,
    clstm_oracle_ranged previous, long count, clstm_oracle_ranged c) {
  const clstm_oracle_model constants = *model;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const pair kept = product_of(value_at(f, k), value_at(previous, k));
    const pair added = product_of(value_at(i, k), value_at(j, k));
    const pair value = sum_of(kept, added);
    const double abs_kept = fabs(kept.high), abs_added = fabs(added.high), magnitude = fabs(value.high);
    const double q1 = f.radius[k] * fabs(previous.value[k]) + (fabs(f.value[k]) + f.radius[k]) * previous.radius[k]
                      + vanished(&constants, f, previous, k);
    const double q2 = i.radius[k] * fabs(j.value[k]) + (fabs(i.value[k]) + i.radius[k]) * j.radius[k]
                      + vanished(&constants, i, j, k);
    const double e1 = constants.roundoff * unit_above(abs_kept + q1);
    const double e2 = constants.roundoff * unit_above(abs_added + q2);
    const double inner = q1 + q2 + e1 + e2;
    double radius = inner + constants.roundoff * unit_above(magnitude + inner) + 3 * constants.underflow
                    + 4 * constants.reference * (abs_kept + abs_added);
    radius += constants.storage_c * (magnitude + radius);
    const double domain = constants.domain;
    const bool is_decided = (abs_kept + q1 < domain) & (abs_added + q2 < domain) & (magnitude + radius < domain);
    set(c, k, value, is_decided ? radius * INFLATION : NAN);
  }
}

CLONED void clstm_oracle_hidden(
    const clstm_oracle_model *model, clstm_oracle_ranged o, clstm_oracle_ranged t, long count, clstm_oracle_ranged h) {
  const clstm_oracle_model constants = *model;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const pair value = product_of(value_at(o, k), value_at(t, k));
    const double magnitude = fabs(value.high);
    const double q = o.radius[k] * fabs(t.value[k]) + (fabs(o.value[k]) + o.radius[k]) * t.radius[k]
                     + vanished(&constants, o, t, k);
    double radius = q + constants.roundoff * unit_above(magnitude + q) + constants.underflow
                    + 4 * constants.reference * magnitude;
    radius += constants.storage_h * (magnitude + radius);
    set(h, k, value, magnitude + radius < constants.domain ? radius * INFLATION : NAN);
  }
}
