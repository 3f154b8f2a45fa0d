/// The oracle's sums of products, over the columns of one row's pre-activations.
///
/// Under a `float` kernel every product is exact in `double` or rounded once; under a `double` kernel products and sums
/// are pairs of doubles.
///
/// `used` are the n rows of the kernel that count, in order; `values` are their operands. No array overlaps another.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// sum += value * weight and magnitude += |value * weight|, in double.
void clstm_oracle_add_float(
    const int32_t *used, const double *values, long n, const float *kernel, long columns, double *sum,
    double *magnitude);

/// The same to about 106 bits: sum + low is the sum, low what rounding took from it.
///
/// - Parameter rests: what rounding the operands to double took from them.
void clstm_oracle_add_double(
    const int32_t *used, const double *values, const double *rests, long n, const double *kernel, long columns,
    double *sum, double *low, double *magnitude);

/// sum += values * kernel and magnitude += |values| * |kernel| for many rows at once, in double.
///
/// The values of row p, all finite, stand from p * n on in `values`, their absolute values in `sizes`, and its sums from
/// p * stride on; each row of sums has room for `columns` rounded up to whole lanes. Each sum takes its terms in the
/// order of the kernel's rows: under a `float` kernel the bits are those of `clstm_oracle_add_float`. Under a `double`
/// kernel products are rounded to double.
///
/// - Parameter room: scratch for `clstm_oracle_block_room()` numbers.
void clstm_oracle_add_block_float(
    const double *values, const double *sizes, long rows, long n, const float *kernel, long columns, double *sum,
    double *magnitude, long stride, double *room);
void clstm_oracle_add_block_double(
    const double *values, const double *sizes, long rows, long n, const double *kernel, long columns, double *sum,
    double *magnitude, long stride, double *room);
long clstm_oracle_block_room(void);

/// terms += step where the weight is not zero.
void clstm_oracle_count_float(
    const int32_t *used, long n, const float *kernel, long columns, int32_t step, int32_t *terms);
void clstm_oracle_count_double(
    const int32_t *used, long n, const double *kernel, long columns, int32_t step, int32_t *terms);

/// partners += |weight| where the value is subnormal in the kernel's type, and += |value| where the weight is.
void clstm_oracle_partners_float(
    const int32_t *used, const double *values, long n, const float *kernel, long columns, double *partners);
void clstm_oracle_partners_double(
    const int32_t *used, const double *values, long n, const double *kernel, long columns, double *partners);

/// inherited += radius * |weight|.
void clstm_oracle_inherit_float(double radius, const float *weights, long columns, double *inherited);
void clstm_oracle_inherit_double(double radius, const double *weights, long columns, double *inherited);

/// The exponents of the lowest set bits; `absent` for zero and for what is not finite.
void clstm_oracle_bits_float(const float *values, long count, int32_t absent, int32_t *bits);
void clstm_oracle_bits_double(const double *values, long count, int32_t absent, int32_t *bits);

/// The least of the lowest bits of each column of a kernel [rows, columns].
void clstm_oracle_column_bits_float(const float *kernel, long rows, long columns, int32_t absent, int32_t *least);
void clstm_oracle_column_bits_double(const double *kernel, long rows, long columns, int32_t absent, int32_t *least);

/// lowest = min(lowest, bit + bits), where bits is not `absent`.
void clstm_oracle_lower(int32_t bit, const int32_t *bits, int32_t absent, long columns, int32_t *lowest);

/// The same with the lowest bits of the weights.
void clstm_oracle_lower_by_float(int32_t bit, const float *weights, int32_t absent, long columns, int32_t *lowest);
void clstm_oracle_lower_by_double(int32_t bit, const double *weights, int32_t absent, long columns, int32_t *lowest);

/// Which kinds of numbers an array holds.
typedef struct clstm_oracle_facts {
  bool has_zeros, has_subnormals, has_non_finite;
} clstm_oracle_facts;

clstm_oracle_facts clstm_oracle_facts_of_float(const float *values, long count);
clstm_oracle_facts clstm_oracle_facts_of_double(const double *values, long count);

#pragma clang assume_nonnull end
