/// One step of the equations for many units side by side, each value with its radius (Docs/tolerances.md, R4 to R22).
///
/// Values are unevaluated sums of two doubles, value + rest, good to u_r at least. A radius that is NaN says that the
/// model does not decide the value, and makes whatever is computed from it undecided. The arrays that one call writes
/// overlap no others of it, unless they are the same. Each has room for `count` rounded up to whole lanes, and what
/// lies beyond `count` may be overwritten.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum { clstm_oracle_lanes = 16 };

/// What every radius uses of an arithmetic model (R3), formed once.
typedef struct clstm_oracle_model {
  /// u, u_acc, u_p = max(u, u_acc), w, and u_r.
  double roundoff, accumulator, product, operands, reference;
  /// lambda, lambda_n, and the magnitude at and above which nothing is judged.
  double underflow, smallest_normal, domain;
  /// u_h and u_c.
  double storage_h, storage_c;
  /// The activation class.
  double sigmoid_relative, sigmoid_absolute, tanh_relative, tanh_absolute;
  bool truncates, flushes_to_zero, denormals_are_zero;
  /// Whether long sums are bounded by the second tier (R24).
  bool is_statistical;
} clstm_oracle_model;

/// Values side by side with their radii.
typedef struct clstm_oracle_ranged {
  double *value, *rest, *radius;
} clstm_oracle_ranged;

/// The sums of products of one row (R5 to R7, R12): z is sum + low.
typedef struct clstm_oracle_sums {
  const double *sum, *low, *magnitude, *inherited, *subnormal_partners;
  const int32_t *terms, *lowest_bit;
} clstm_oracle_sums;

/// Room for sums of products.
typedef struct clstm_oracle_room {
  double *sum, *low, *magnitude, *inherited, *subnormal_partners;
  int32_t *terms, *lowest_bit;
} clstm_oracle_room;

/// Puts the four gates of one row of `units` units beside those of other rows: `width` units of all rows make a gate,
/// and this row's begin with unit `first`.
void clstm_oracle_place(
    const clstm_oracle_sums *row, long units, long first, long width, bool has_low, bool has_inherited,
    bool has_partners, const clstm_oracle_room *side);

typedef enum clstm_oracle_activation : int32_t {
  clstm_oracle_sigmoid,
  clstm_oracle_tanh,
  clstm_oracle_hard_sigmoid_fifth,
  clstm_oracle_hard_sigmoid_sixth,
  clstm_oracle_relu,
  clstm_oracle_identity,
} clstm_oracle_activation;

/// z with dz, the distance from z within which the sum of every legal order lies (R5 to R13).
void clstm_oracle_preactivation(
    const clstm_oracle_model *model, const clstm_oracle_sums *sums, long count, clstm_oracle_ranged z);

/// The activation of each value, with its range and its error of evaluation (R14 to R16, R28).
///
/// An infinite value of radius 0 gives the limit where the activation has one.
void clstm_oracle_activate(
    const clstm_oracle_model *model, clstm_oracle_activation activation, clstm_oracle_ranged z, long count,
    clstm_oracle_ranged result);

/// E6 with R17: c = f c' + i j.
void clstm_oracle_cell(
    const clstm_oracle_model *model, clstm_oracle_ranged i, clstm_oracle_ranged f, clstm_oracle_ranged j,
    clstm_oracle_ranged previous, long count, clstm_oracle_ranged c);

/// E7 with R18: h = o t, where t is the activated cell state.
void clstm_oracle_hidden(
    const clstm_oracle_model *model, clstm_oracle_ranged o, clstm_oracle_ranged t, long count, clstm_oracle_ranged h);

/// R22: narrows each interval of c by the hidden state that was observed, where that lies within the radius of h.
///
/// Only for a tanh on the cell state. `conflicts` becomes true where no c in the interval explains what was observed.
///
/// - Returns: how many conflicts there are.
long clstm_oracle_narrow(
    const clstm_oracle_model *model, const double *observed, clstm_oracle_ranged h, clstm_oracle_ranged o, long count,
    clstm_oracle_ranged c, bool *conflicts);

/// The errors of one row of observed values.
typedef struct clstm_oracle_errors {
  /// |observed - expected|; it says nothing where the radius is NaN.
  double *error;
  /// error / radius where the error is within the radius, otherwise -1.
  double *ratio;
  /// The error in units in the last place of the expected value, where the error is within the radius and the value is
  /// at least `least_for_ulp`; otherwise -1.
  double *ulp;
} clstm_oracle_errors;

/// What the errors of one row come to.
typedef struct clstm_oracle_summary {
  /// Values whose radius is not NaN, and those of them that lie outside it.
  long known, outside;
  /// The largest of `ratio` and of `ulp`.
  double ratio, ulp;
} clstm_oracle_summary;

/// Compares observed values with what is expected (R20).
///
/// - Parameter is_float: whether the observed values are of the type `float`, in whose ulp errors are expressed.
clstm_oracle_summary clstm_oracle_compare(
    const double *observed, clstm_oracle_ranged expected, long count, bool is_float, double least_for_ulp,
    clstm_oracle_errors errors);

#pragma clang assume_nonnull end
