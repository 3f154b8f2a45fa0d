// Vector kernels of an LSTM, stamped for several instruction sets and chosen at run time.
//
// Every function works on dense row-major arrays of any size: vector tails are handled inside, and nothing outside of
// the given sizes is read or written. A row's result does not depend on the other rows: each sum runs over k in order.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum clstm_instruction_set {
  CLSTM_BASELINE = 0,
  CLSTM_AVX2 = 1,
  CLSTM_AVX512 = 2,
} clstm_instruction_set;

// The activations, in the order of the Swift enumeration.
typedef enum clstm_activation {
  CLSTM_TANH = 0,
  CLSTM_SIGMOID = 1,
  CLSTM_HARD_SIGMOID_FIFTH = 2,
  CLSTM_HARD_SIGMOID_SIXTH = 3,
  CLSTM_RELU = 4,
  CLSTM_IDENTITY = 5,
} clstm_activation;

// Whether this processor runs the instruction set.
int clstm_supports(clstm_instruction_set set);

// z[row][column] += sum over k of x[row][k] * w[k][column], k in order; rows of z lie z_stride apart.
// Fused multiply-add with AVX2 and AVX-512, separate roundings at the baseline.
typedef void clstm_accumulate_f32(const float *x, const float *w, float *z, size_t rows, size_t inner, size_t columns,
                                  size_t z_stride);
typedef void clstm_accumulate_f64(const double *x, const double *w, double *z, size_t rows, size_t inner,
                                  size_t columns, size_t z_stride);

// One row of a step: gates from z[4 * units] packed i, f, j, o; c and h [units] are replaced.
typedef void clstm_cell_f32(const float *z, float *c, float *h, size_t units, clstm_activation tanh_activation,
                            clstm_activation sigmoid_activation);
typedef void clstm_cell_f64(const double *z, double *c, double *h, size_t units, clstm_activation tanh_activation,
                            clstm_activation sigmoid_activation);

typedef struct clstm_kernels_f32 {
  clstm_accumulate_f32 *accumulate;
  clstm_cell_f32 *cell;
} clstm_kernels_f32;

typedef struct clstm_kernels_f64 {
  clstm_accumulate_f64 *accumulate;
  clstm_cell_f64 *cell;
} clstm_kernels_f64;

// The kernels of an instruction set that the processor supports.
clstm_kernels_f32 clstm_select_f32(clstm_instruction_set set);
clstm_kernels_f64 clstm_select_f64(clstm_instruction_set set);

#ifdef __cplusplus
}
#endif
