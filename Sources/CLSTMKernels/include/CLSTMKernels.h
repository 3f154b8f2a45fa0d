/// Vector kernels of one LSTM step, with the instruction set chosen at run time.
///
/// What stands here: the products of E1 and the element-wise equations E2 to E7. What does not: time, masks,
/// direction and layouts, which are the caller's.
///
/// Every array is in a padded layout. With V lanes, units are cut into P = ceil(H / V) panels of V units each:
///   - a state row (h or c) has P * V elements, of which the last P * V - H are padding;
///   - a block of pre-activations holds, for each panel, a row of 4 * V elements (the V values of i, then f, j and o)
///     for each row of the batch;
///   - a packed kernel of depth D has P * D * 4 * V elements: for each panel D rows of such 4 * V values.
/// Padding lanes never reach another lane. No array needs more than its element's alignment, and nothing outside
/// the sizes above is read or written.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// An instruction set for which the kernels are compiled.
typedef enum clstm_isa {
  /// What every machine of this architecture has: SSE2 on x86-64, NEON on arm64.
  clstm_isa_baseline = 0,
  /// x86-64-v3: 256-bit vectors and fused multiply-add.
  clstm_isa_avx2 = 1,
  /// x86-64-v4: 512-bit vectors.
  clstm_isa_avx512 = 2,
} clstm_isa;

/// The scalar type of the arrays.
typedef enum clstm_scalar { clstm_scalar_float = 0, clstm_scalar_double = 1 } clstm_scalar;

/// An activation function.
typedef enum clstm_activation {
  clstm_activation_tanh = 0,
  clstm_activation_sigmoid = 1,
  /// clip(0.2 x + 0.5, 0, 1)
  clstm_activation_hard_sigmoid_fifth = 2,
  /// clip(x / 6 + 0.5, 0, 1)
  clstm_activation_hard_sigmoid_sixth = 3,
  clstm_activation_relu = 4,
  clstm_activation_identity = 5,
} clstm_activation;

/// Packs a kernel [depth, 4 * units], gates i, f, j, o, into the padded layout; padding becomes 0.
///
/// - packed: P * depth * 4 * V elements.
typedef void clstm_pack(size_t depth, size_t units, const void *kernel, void *packed);

/// z[n] = start + x[n] * W for each of `rows` rows n, where start is `bias`, or z[n] itself where `bias` is NULL.
///
/// Each element takes its `depth` products in order, each in one fused multiply-add where the instruction set has
/// one, so that its bits do not depend on the other rows or columns.
///
/// - x: the address of each row of `depth` elements.
/// - packed: a packed kernel of this depth, `panels` * depth * 4 * V elements.
/// - bias: one packed kernel of depth 1, or NULL.
/// - z: a block of pre-activations; row n of panel p starts at p * z_stride + n * 4 * V.
typedef void clstm_accumulate(
    size_t rows, const void *_Nonnull const *_Nonnull x, size_t depth, const void *packed, size_t panels,
    const void *_Nullable bias, void *z, size_t z_stride);

/// E1's product with h, added to z, and E2 to E7, for the panels first_panel..<last_panel of `rows` rows.
///
/// tanh and sigmoid err by at most 1.6 units roundoff, absolutely, and by at most 2.7 ulp of the value; they are exact at
/// infinities and never leave their range. NaN goes through every activation.
///
/// - h, next_h: the address of each row of the old and of the new h; no new row overlaps an old one.
/// - packed: the whole packed kernel.
/// - z: as in `accumulate`; its content is lost.
/// - c: the address of each row of c, replaced in place.
typedef void clstm_step(
    size_t rows, const void *_Nonnull const *_Nonnull h, size_t depth, const void *packed, size_t first_panel,
    size_t last_panel, void *z, size_t z_stride, void *_Nonnull const *_Nonnull c,
    void *_Nonnull const *_Nonnull next_h, clstm_activation tanh_activation, clstm_activation sigmoid_activation);

/// y[k] = activation(x[k]), as `step` computes it.
typedef void clstm_evaluate(size_t count, const void *x, void *y, clstm_activation activation);

/// Multiply-adds that nothing but the arithmetic units limits; returns the number of operations, two for each.
typedef double clstm_arithmetic(size_t iterations);

/// Loads `bytes` bytes, whole blocks of 8 vectors, and does nothing with them.
typedef void clstm_read(size_t bytes, const void *data);

/// The kernels for one instruction set and scalar type.
typedef struct clstm_kernels {
  /// V, the number of elements of a vector.
  size_t lanes;
  clstm_pack *pack;
  clstm_accumulate *accumulate;
  clstm_step *step;
  clstm_evaluate *evaluate;
  /// The machine's limits, for benchmarks.
  clstm_arithmetic *arithmetic;
  clstm_read *read;
} clstm_kernels;

/// Whether this processor has the instruction set.
bool clstm_supported(clstm_isa isa);

/// The kernels, or NULL where they were not compiled for this architecture. Calling them on a processor that lacks
/// the instruction set stops the process.
const clstm_kernels *_Nullable clstm_kernels_for(clstm_isa isa, clstm_scalar scalar);

/// Asks the system to back whole large pages of fresh memory by large pages, where it can: the first touch of a packed
/// kernel costs several times its packing otherwise. Changes no content.
void clstm_prefer_large_pages(void *memory, size_t bytes);

/// The size of a large page.
enum { clstm_large_page = 2 << 20 };

#pragma clang assume_nonnull end
