#include "model.h"

// R14: sup of |s(z + t) - s(z)| over |t| <= d, given s(|z|) and s(-|z|).
//
// s(a) - s(b) = s(a) s(-b) (1 - exp(-(a - b))) has no cancellation. The supremum is reached towards 0, so it is
// (1 - exp(-d)) s(|z|) s(d - |z|).
INLINE double supremum(double large, double small, double d) {
  double kept;
  const double change = fall_of(d, &kept);
  return change * large * small / (small + large * kept);
}

typedef struct argument {
  // |z|, at most FARTHEST.
  pair magnitude;
  bool is_far;
  // d, less what |z| exceeds FAR by: from there on s(-|z|) is lost, and only the distance to FAR counts.
  double reach;
} argument;

INLINE argument argument_of(pair z, double d) {
  const pair magnitude = magnitude_of(z);
  const bool is_far = magnitude.high > FAR;
  const double left = d - (magnitude.high - FAR);
  // d times 0 keeps what is undecided so.
  const double reach = is_far ? (left > 0 ? left : d * 0) : d;
  return (argument){magnitude.high > FARTHEST ? single(FARTHEST) : magnitude, is_far, reach};
}

// The radius of an evaluated activation (R16).
INLINE double evaluated(pair value, double radius, double relative, double absolute, const clstm_oracle_model *model) {
  const double reached = fabs(value.high) + radius;
  return radius + relative * (reached < 1 ? reached : 1) + absolute + model->underflow + 8 * model->reference;
}

INLINE void sigmoid(
    const clstm_oracle_model *model, clstm_oracle_ranged z, long count, clstm_oracle_ranged result,
    const bool in_pairs) {
  const clstm_oracle_model constants = *model;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const pair value = value_at(z, k);
    const argument argument = argument_of(value, z.radius[k]);
    const pair power = decay_of(argument.magnitude, in_pairs).power;
    const pair one = ordered_sum(1, power.high);
    const pair large = quotient_of(single(1), (pair){one.high, one.low + power.low}), small = product_of(power, large);
    const pair sigmoid = value.high < 0 ? small : large;
    const double radius = supremum(large.high, argument.is_far ? DECAY_OF_FAR : small.high, argument.reach);
    set(result, k, sigmoid,
        evaluated(sigmoid, radius, constants.sigmoid_relative, constants.sigmoid_absolute, &constants));
  }
}

// R15: tanh(z) = 2 s(2z) - 1 = (1 - e) / (1 + e), where e = exp(-2z).
INLINE void hyperbolic_tangent(
    const clstm_oracle_model *model, clstm_oracle_ranged z, long count, clstm_oracle_ranged result,
    const bool in_pairs) {
  const clstm_oracle_model constants = *model;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const pair value = value_at(z, k);
    const argument argument = argument_of(scaled(value, 2), 2 * z.radius[k]);
    const decay decay = decay_of(argument.magnitude, in_pairs);
    const pair two = ordered_sum(2, decay.change.high);
    const pair positive = quotient_of(negated(decay.change), (pair){two.high, two.low + decay.change.low});
    const double small = argument.is_far ? DECAY_OF_FAR : decay.power.high / (1 + decay.power.high);
    const double radius = 2 * supremum(1 - small, small, argument.reach);
    const pair tangent = value.high < 0 ? negated(positive) : positive;
    set(result, k, tangent, evaluated(tangent, radius, constants.tanh_relative, constants.tanh_absolute, &constants));
  }
}

// Each in pairs of doubles and in doubles, as good as the reference must be.
#define STAMP(name, body, in_pairs)                                                                     \
  CLONED static void name(                                                                              \
      const clstm_oracle_model *model, clstm_oracle_ranged z, long count, clstm_oracle_ranged result) { \
    body(model, z, count, result, in_pairs);                                                            \
  }
STAMP(sigmoid_in_pairs, sigmoid, true)
STAMP(sigmoid_in_doubles, sigmoid, false)
STAMP(hyperbolic_tangent_in_pairs, hyperbolic_tangent, true)
STAMP(hyperbolic_tangent_in_doubles, hyperbolic_tangent, false)

INLINE pair clipped(pair z) { return smaller_of(larger_of(z, single(0)), single(1)); }

// clip(z / divisor + 1/2, 0, 1): R28 with an error of evaluation of 4u.
CLONED static void hard_sigmoid(
    const clstm_oracle_model *model, double divisor, clstm_oracle_ranged z, long count, clstm_oracle_ranged result) {
  const double error = 4 * model->roundoff + 8 * model->reference;
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const bool is_infinite = fabs(z.value[k]) == INFINITY;
    const pair value = is_infinite ? single(z.value[k] < 0 ? -divisor : divisor) : value_at(z, k);
    const double d = z.radius[k] / divisor;
    const pair moved = sum_of(quotient_of(value, single(divisor)), single(0.5)), result_value = clipped(moved);
    const pair up = difference_of(clipped(sum_of(moved, single(d))), result_value);
    const pair down = difference_of(result_value, clipped(sum_of(moved, single(-d))));
    const double range = up.high > down.high ? up.high : down.high;
    set(result, k, result_value, is_infinite ? d * 0 : range + d * 0 + error);
  }
}

CLONED static void rectified(clstm_oracle_ranged z, long count, clstm_oracle_ranged result) {
  EACH_ALONE
  for (long k = 0; k < whole(count); k++) {
    const bool is_infinite = fabs(z.value[k]) == INFINITY;
    const pair finite = is_infinite ? single(0) : value_at(z, k), value = larger_of(finite, single(0));
    const double d = z.radius[k];
    const pair up = difference_of(larger_of(sum_of(finite, single(d)), single(0)), value);
    const pair down = difference_of(value, larger_of(sum_of(finite, single(-d)), single(0)));
    const double range = up.high > down.high ? up.high : down.high;
    set(result, k, value, is_infinite ? d * 0 : range + d * 0);
  }
}

void clstm_oracle_activate(
    const clstm_oracle_model *model, clstm_oracle_activation activation, clstm_oracle_ranged z, long count,
    clstm_oracle_ranged result) {
  const bool in_pairs = model->reference < 0x1p-53;
  switch (activation) {
  case clstm_oracle_sigmoid: (in_pairs ? sigmoid_in_pairs : sigmoid_in_doubles)(model, z, count, result); break;
  case clstm_oracle_tanh:
    (in_pairs ? hyperbolic_tangent_in_pairs : hyperbolic_tangent_in_doubles)(model, z, count, result);
    break;
  case clstm_oracle_hard_sigmoid_fifth: hard_sigmoid(model, 5, z, count, result); break;
  case clstm_oracle_hard_sigmoid_sixth: hard_sigmoid(model, 6, z, count, result); break;
  case clstm_oracle_relu: rectified(z, count, result); break;
  case clstm_oracle_identity:
    for (long k = 0; k < whole(count); k++) set(result, k, value_at(z, k), z.radius[k]);
    break;
  }
}
